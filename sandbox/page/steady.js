// While a finger is on a button nothing is drawn anew: a button that is replaced in between misses its click.

let pressed = false;
let held = []; // what waits for the finger to be lifted, in order

/** Draws at once, or as soon as nothing is pressed any more. */
export function steadily(draw) {
  if (pressed) return void held.push(draw);
  catchUp();
  draw();
}

function catchUp() {
  if (pressed) return;
  const due = held;
  held = [];
  due.forEach((draw) => draw());
}

function release() {
  pressed = false;
  setTimeout(catchUp); // the click comes before it
}

addEventListener("pointerdown", ({ button }) => (pressed = button === 0), true);
for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, release, true);
addEventListener("blur", release); // of the window: what a field loses does not bubble up to here
