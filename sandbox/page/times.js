// Writes moments the way the team reads them: Moscow time, short and Russian.

const ZONE = "Europe/Moscow";
const OFFSET = "+03:00"; // Moscow has had no other since 2014

const format = (options) => new Intl.DateTimeFormat("ru-RU", { timeZone: ZONE, ...options });
const TIME = format({ hour: "2-digit", minute: "2-digit" });
const DATE = format({ day: "2-digit", month: "2-digit" });
const WEEKDAY = format({ weekday: "short" });
const DAY = format({ weekday: "long", day: "numeric", month: "long" });
const YEAR = format({ year: "numeric" });

const EXACT = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const exactly = (at) => EXACT.format(at);
export const time = (at) => TIME.format(at);
export const full = (at) => `${WEEKDAY.format(at)} ${DATE.format(at)}.${YEAR.format(at)}, ${time(at)} МСК`;

/** «пт 13.03, 10:01 МСК» */
export const moment = (at) => `${WEEKDAY.format(at)} ${DATE.format(at)}, ${time(at)} МСК`;

/** «пятница, 13 марта», with the year when it is not the year of now. */
export function day(at, now) {
  const year = YEAR.format(at);
  return DAY.format(at) + (year === YEAR.format(now) ? "" : `, ${year}`);
}

/** What stands beside a chat in the list: the time today, else the date. */
export const brief = (at, now) => (dayKey(at) === dayKey(now) ? time(at) : DATE.format(at));

export const dayKey = (at) => `${YEAR.format(at)}.${DATE.format(at)}`;

/** The value of a datetime-local field, which people fill in Moscow time, as an ISO instant. */
export const fromField = (value) => new Date(`${value}${OFFSET}`).toISOString();

export function toField(at) {
  const parts = Object.fromEntries(
    format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}
