"""The rows of the matrix of rights: how each handler is reached, and who may reach it where."""

from zlib import crc32

from rights_scene import (
    ASIDE,
    FORM,
    TEAM,
    Row,
    answers,
    blocks,
    closes_the_ticket,
    edits,
    in_turn,
    lets_numbers_be_heard,
    makes_it_a_supergroup,
    opens,
    own_draft,
    own_edit,
    presses,
    replies_to_card,
    saves,
    says,
    sends,
    takes_the_bot_out,
)

from cases.checking.findings import Audience
from cases.choices import Choice
from cases.kinds import Category, Kind, Marketplace
from cases.roles import Place
from handlers.absence import AwayPress
from handlers.anyway import AnywayPress
from handlers.backing import BackupPress
from handlers.chronicle import ChroniclePress
from handlers.duty import DutyPress
from handlers.entries import WholePress
from handlers.filing import FilingPress
from handlers.forgetting import ForgetPress
from handlers.handing import HandPress
from handlers.limits import LimitPress
from handlers.linking import LinkPress
from handlers.me import MePress
from handlers.merging import MergePress
from handlers.permission import ConsentPress
from handlers.presses import (
    BindPress,
    CasePress,
    CheckPress,
    DraftPress,
    EntryPress,
    FilesPress,
    FindPress,
    FormPress,
    GapPress,
    HowPress,
    ListPress,
    MovePress,
    NewPress,
    ReplyPress,
    SeenPress,
    TeamPress,
    TopicPress,
)
from handlers.settings import ChoicePress
from handlers.sleep import SnoozePress
from handlers.tagging import TagPress
from handlers.talk import TalkPress
from handlers.timeline import TimelinePress
from handlers.undo import UndoPress
from texts import (
    attachments,
    cards,
    checking,
    chronicle,
    forgetting,
    how,
    replies,
    talk,
    topics,
    undoing,
    working,
)
from texts.edits import LEFT
from texts.forms import copied_from

ALL, OWNER = "omsr", "o"
LIST = {"of": "open"}
PAGE = ListPress(do="page", **LIST)
NO_REFUSAL = "otherwise.refuse"
"""The handler whose answer is the refusal itself."""
EDITED = in_turn(answers(), edits("Нитки торчат из подкладки"))
IN_CASE = in_turn(answers(), saves)
EDITED_IN_CASE = in_turn(IN_CASE, edits("Нитки торчат из подкладки"))
TWO_TICKETS = MergePress(what="look", gone=2, gone_version=1, kept=3, kept_version=1)
TOPIC = {"category": Category.TECH, "key": "t1"}

FORGETS = ForgetPress(what="case!", id=2, mark=crc32(b"[(2, 1)]"))

ROWS: dict[str, Row] = {
    "health.show_health": Row(says("/health"), private=OWNER),
    "status.show_case": Row(says("/status 18777001"), private=TEAM, group=TEAM, foreign=TEAM),
    "status.show_number": Row(says("18777001"), private=TEAM),
    "pasting.begin_from_line": Row(says("/new wb 18777001 выплаты 12500р"), private=TEAM),
    "pasting.begin_from_paste": Row(
        says('Хочу вернуть товар "Юбка, бренд Шов, артикул 140158860"'), private=TEAM
    ),
    "registering.choose_kind": Row(says("/new"), private=TEAM),
    "registering.begin": Row(presses(NewPress(kind=Kind.BUYER_CHAT)), private=TEAM),
    "lists.show_open": Row(says("/list"), private=TEAM),
    "lists.look_at_list": Row(presses(ListPress(do="card", id=1, **LIST)), private=TEAM),
    "finding.find": Row(says("/find шовканарейки"), private=TEAM),
    "finding.find_in_private": Row(says("/find шовканарейки"), group=TEAM, foreign=TEAM),
    "finding.turn_found": Row(
        presses(FindPress(do="page", search=1)), private=TEAM, before=("/find шовканарейки",)
    ),
    "picking.pick": Row(presses(ListPress(do="tick", id=1, **LIST)), private=TEAM),
    "picking.choose_how": Row(presses(ListPress(do="hand", **LIST)), private=TEAM),
    "picking.ask_once": Row(presses(ListPress(do="take", **LIST)), private=TEAM),
    "picking.change_all": Row(presses(ListPress(do="take!", **LIST)), private=TEAM),
    "start.start": Row(says("/start case_1"), private="omsr"),
    "start.show_help": Row(says("/help"), private=TEAM),
    "groups.point_to_private": Row(says("/list"), group=TEAM, foreign=TEAM),
    "start.cancel": Row(says("/cancel"), private=TEAM),
    "team.invite": Row(says("/invite"), private=OWNER),
    "team.invite_by_press": Row(presses(TeamPress(what="invite")), private=OWNER),
    "team.show_team": Row(says("/team"), private=OWNER),
    "team.show_team_again": Row(presses(TeamPress(what="team")), private=OWNER),
    "team.ask_to_remove": Row(presses(TeamPress(what="remove", id=2)), private=OWNER),
    "team.remove": Row(presses(TeamPress(what="removed", id=2)), private=OWNER),
    "cabinets.show_cabinets": Row(says("/cabinets"), private=OWNER),
    "cabinets.add_cabinet": Row(presses(TeamPress(what="add_cabinet")), private=OWNER),
    "cabinets.rename_cabinet": Row(presses(TeamPress(what="rename_cabinet", id=1)), private=OWNER),
    "cabinets.switch_chats": Row(presses(TeamPress(what="switch_chats", id=1)), private=OWNER),
    "groups.bind": Row(says("/bind"), group=OWNER, foreign=OWNER),
    "groups.bind_by_press": Row(presses(BindPress(chat=-1)), private=OWNER),
    "groups.explain_binding": Row(says("/bind"), private=TEAM),
    "groups.follow_group": Row(makes_it_a_supergroup, group=ALL, foreign=ALL),
    "groups.keep_reachable": Row(blocks, private=ALL),
    "groups.keep_group": Row(takes_the_bot_out, group=ALL, foreign=ALL),
    "moves.make_move": Row(presses(MovePress(move="we_answered", case=1, version=1)), private=TEAM),
    "moves.look_at_case": Row(presses(CasePress(what="full", case=1)), private=TEAM),
    "conversation.take_answer": Row(says("Разошёлся шов"), private=TEAM, before=FORM),
    "conversation.take_press": Row(
        presses(FormPress(draft="1", step=0, what="cancel")),
        private=TEAM,
        group=TEAM,
        foreign=TEAM,  # a form of a group there is never
        before=FORM,
    ),
    "again.begin_alike": Row(
        presses(CasePress(what="again", case=1)), private=TEAM, shows=copied_from(1)
    ),
    "again.begin_anew": Row(presses(CasePress(what="anew", case=3)), private=TEAM),
    "escalating.begin_escalation": Row(
        presses(MovePress(move="escalate", case=3, version=1)), private=TEAM
    ),
    "escalating.show_escalation": Row(presses(CasePress(what="escalation", case=3)), private=TEAM),
    "attaching.add_to_named_case": Row(
        sends("#1 накладная"), private=TEAM, shows="Добавил к #1: №"
    ),
    "attaching.ask_which_case": Row(sends(), private=TEAM, shows=attachments.NEW_CASE),
    "attaching.ask_for_files": Row(
        presses(FilesPress(what="add", case=1)), private=TEAM, shows="Добавляем файлы #1"
    ),
    "checking.check_text": Row(says("/check хватит врать"), private=TEAM, shows="Проверил как"),
    "checking.ask_for_text": Row(
        presses(CheckPress(what="ask", case=1)), private=TEAM, shows="Пришлите"
    ),
    "checking.check_otherwise": Row(
        presses(CheckPress(what="as", case=1, audience=Audience.SUPPORT)),
        private=TEAM,
        shows="Проверил как",
    ),
    "checking.send_anyway": Row(
        presses(lambda _, member: CheckPress(what="send", case=1, faults=1, check=member.id)),
        private=TEAM,
        shows=checking.OVERRIDDEN,
    ),
    "drafts.show_drafts": Row(says("/drafts"), private=TEAM, before=ASIDE, shows="шаг 2 из"),
    "drafts.list_again": Row(
        presses(DraftPress(what="list")), private=TEAM, before=ASIDE, shows="шаг 2 из"
    ),
    "drafts.go_on": Row(
        presses(own_draft("go")), private=TEAM, before=ASIDE, shows="Когда сообщение появилось"
    ),
    "drafts.ask_to_delete": Row(
        presses(own_draft("delete")), private=TEAM, before=ASIDE, shows="Удалить черновик: чат"
    ),
    "drafts.delete": Row(
        presses(own_draft("sure")), private=TEAM, before=ASIDE, shows="Удалил: чат с покупателем"
    ),
    "completing.offer_gaps": Row(presses(GapPress(case=2)), private=TEAM, shows="Не хватает"),
    "completing.ask_for_gap": Row(
        presses(GapPress(case=2, field="wanted")), private=TEAM, shows="Что нужно от поддержки"
    ),
    "edits.offer_update": Row(
        edits("Нитки торчат из подкладки"),
        private=TEAM,
        before=FORM,
        prepares=answers(),
        shows="Обновить «Суть»?",
    ),
    "edits.offer_update: in a case": Row(
        edits("Нитки торчат из подкладки"),
        private=TEAM,
        before=FORM,
        prepares=IN_CASE,
        shows="Обновить «Суть» в #",
    ),
    "edits.update": Row(
        presses(own_edit("update")),
        private=TEAM,
        before=FORM,
        prepares=EDITED,
        shows="Обновил «Суть».",
    ),
    "edits.update: in a case": Row(
        presses(own_edit("update")),
        private=TEAM,
        before=FORM,
        prepares=EDITED_IN_CASE,
        shows="Обновил «Суть».",
    ),
    "edits.leave": Row(
        presses(own_edit("leave")), private=TEAM, before=FORM, prepares=EDITED, shows=LEFT
    ),
    "edits.leave: in a case": Row(
        presses(own_edit("leave")), private=TEAM, before=FORM, prepares=EDITED_IN_CASE, shows=LEFT
    ),
    "entering.take_reply": Row(
        replies_to_card("Отправили замену"), private=TEAM, prepares=opens("#1"), shows="Что это?"
    ),
    "entering.ask_for_entry": Row(
        presses(CasePress(what="write", case=1)), private=TEAM, shows="Что записать?"
    ),
    "entering.follow_edit": Row(
        edits("Отправили деньги"),
        private=TEAM,
        prepares=in_turn(opens("#1"), replies_to_card("Отправили замену")),
        shows="Исправил текст записи",
    ),
    "filing.file_away": Row(
        presses(FilingPress(case=1, number=1, kind="when")), private=TEAM, shows="Когда это было"
    ),
    "their_status.ask_their_status": Row(
        presses(CasePress(what="their_status", case=1)), private=TEAM, shows="Какой статус"
    ),
    "entries.show_whole": Row(
        presses(WholePress(case=1, entry=1)), private=TEAM, shows="дописаноканарейкой"
    ),
    "entries.show_newest": Row(
        presses(CasePress(what="entries", case=1)), private=TEAM, shows="дописаноканарейкой"
    ),
    "entries.turn_page": Row(
        presses(EntryPress(case=1, place=0)), private=TEAM, shows="дописаноканарейкой"
    ),
    "linking.ask_for_other": Row(
        presses(CasePress(what="link", case=1)), private=TEAM, shows="С каким обращением"
    ),
    "linking.list_links": Row(
        presses(CasePress(what="links", case=1)), private=TEAM, shows="Связано с ним"
    ),
    "linking.part": Row(
        presses(LinkPress(what="part", case=1, other=2)), private=TEAM, shows="не связаны"
    ),
    "linking.join": Row(
        presses(LinkPress(what="join", case=1, other=3)), private=TEAM, shows="связан"
    ),
    "merging.ask_with_what": Row(
        presses(CasePress(what="merge", case=2)), private=TEAM, shows="Объединяем #2"
    ),
    "merging.look_again": Row(presses(TWO_TICKETS), private=TEAM, shows="Объединить #2 с #3?"),
    "merging.merge": Row(
        presses(TWO_TICKETS.model_copy(update={"what": "sure"})),
        private=TEAM,
        shows="#2 теперь в #3",
    ),
    "handing.ask_to_whom": Row(
        presses(CasePress(what="hand", case=1)), private=TEAM, shows="Кому передать?"
    ),
    "handing.hand_over": Row(
        presses(HandPress(case=1, version=1, person=2)), private=TEAM, shows="ведёт Анна"
    ),
    "tagging.show_tags": Row(
        presses(CasePress(what="tags", case=1)), private=TEAM, shows="#меткаканарейки"
    ),
    "tagging.ask_for_tag": Row(
        presses(TagPress(what="other", case=1)), private=TEAM, shows="Какая метка?"
    ),
    "tagging.put_or_take_off": Row(
        presses(TagPress(what="put", case=2, tag=1)), private=TEAM, shows="#меткаканарейки"
    ),
    "evidence.show_evidence": Row(
        presses(FilesPress(what="show", case=1)), private=TEAM, shows="подписьканарейки"
    ),
    "evidence.collect_again": Row(
        presses(FilesPress(what="retry", case=1)), private=TEAM, shows=attachments.NOTHING_TO_REPEAT
    ),
    "how.show_way": Row(says("/how wb"), private=TEAM, shows="разделканарейки"),
    "how.show_way_pressed": Row(
        presses(HowPress(what="way", where="wb")), private=TEAM, shows="разделканарейки"
    ),
    "how.choose_section": Row(
        presses(HowPress(what="sections", where="wb")), private=OWNER, shows=how.BACK
    ),
    "how.ask_for_section": Row(
        presses(HowPress(what="section", where="wb", category=Category.TECH)),
        private=OWNER,
        shows=how.section_for(Marketplace.WB, Category.TECH),
    ),
    "moves.look_at_case: the history": Row(
        presses(CasePress(what="history", case=1)), private=TEAM, shows="добавлены файлы"
    ),
    "moves.look_at_case: seen": Row(
        presses(CasePress(what="seen", case=1)), private=TEAM, shows=cards.SEEN
    ),
    "moves.acknowledge_all": Row(presses(SeenPress(at=0)), private=TEAM, shows=cards.SEEN),
    "packing.pack_by_number": Row(says("/pack 18777001"), private=TEAM, shows="18777001.zip"),
    "packing.pack_by_press": Row(
        presses(FilesPress(what="pack", case=1)), private=TEAM, shows="18777001.zip"
    ),
    "replies.show_replies": Row(says("/tpl"), private=TEAM, shows="Команды"),
    "replies.show_replies: for a case": Row(
        says("/tpl 18777001"), private=TEAM, shows="подставить в #1"
    ),
    "replies.ask_about_reply": Row(
        presses(ReplyPress(what="mine")), private=TEAM, shows="Как назвать ответ?"
    ),
    "replies.ask_about_reply: a new one of the team": Row(
        presses(ReplyPress(what="team")), private=OWNER, shows="Как назвать ответ?"
    ),
    "replies.ask_about_reply: another text of the team's": Row(
        presses(ReplyPress(what="rewrite", id=1)), private=OWNER, shows="екст ответа"
    ),
    "replies.use_reply": Row(
        presses(ReplyPress(what="show", id=1)), private=TEAM, shows="ответканарейки"
    ),
    "replies.use_reply: for a case": Row(
        presses(ReplyPress(what="list", case=1)), private=TEAM, shows="Команды"
    ),
    "replies.use_reply: about to remove the team's": Row(
        presses(ReplyPress(what="ask_remove", id=1)), private=OWNER, shows=replies.YES_REMOVE
    ),
    "replies.use_reply: remove the team's": Row(
        presses(ReplyPress(what="remove", id=1)), private=OWNER, shows=replies.REMOVED
    ),
    "topics.show_topics": Row(says("/topics"), private=OWNER, shows=topics.WHICH_CATEGORY),
    "topics.show_categories": Row(
        presses(TopicPress(what="categories")), private=OWNER, shows=topics.WHICH_CATEGORY
    ),
    "topics.list_topics": Row(
        presses(TopicPress(what="list", category=Category.TECH)),
        private=OWNER,
        shows="темаканарейки",
    ),
    "topics.show_topic": Row(
        presses(TopicPress(what="one", **TOPIC)), private=OWNER, shows="темаканарейки"
    ),
    "topics.hide_or_show": Row(
        presses(TopicPress(what="hide", **TOPIC)), private=OWNER, shows="темаканарейки (скрыта)"
    ),
    "topics.ask_for_name": Row(
        presses(TopicPress(what="rename", **TOPIC)), private=OWNER, shows="Как назвать тему?"
    ),
    "otherwise.explain_commands": Row(says("/nosuchcommand"), private=TEAM),
    "otherwise.explain": Row(says("привет"), private=TEAM),
    "otherwise.answer_press": Row(presses("zz:1"), private=TEAM, group=TEAM, foreign=TEAM),
    "claims.show_guide": Row(presses(CasePress(what="guide", case=1)), private=TEAM),
    "claims.begin_claim": Row(presses(CasePress(what="claim", case=1)), private=TEAM),
    "claims.begin_return": Row(presses(CasePress(what="to_return", case=1)), private=TEAM),
    "promises.ask_promise": Row(presses(CasePress(what="promise", case=1)), private=TEAM),
    "promises.mark_kept": Row(presses(CasePress(what="kept", case=1)), private=TEAM),
    "consent.answer_request": Row(presses(ConsentPress(what="yes", request=1)), private=OWNER),
    "limits.show_limits": Row(says("/limits"), private=OWNER),
    "limits.look_at_limit": Row(presses(LimitPress(what="set", minor=1)), private=OWNER),
    "limits.ask_limit": Row(presses(LimitPress(what="other")), private=OWNER),
    "undoing.undo": Row(presses(UndoPress(deed=1)), private=TEAM, shows=undoing.NOT_KEPT),
    "working.take_up": Row(presses(CasePress(what="work", case=1)), private=TEAM),
    "working.let_go": Row(
        presses(CasePress(what="let_go", case=1)), private=TEAM, shows=working.LET_GO_DONE
    ),
    "moves.make_move: whatever stands in the way": Row(
        presses(AnywayPress(move="we_answered", case=1, version=1)), private=TEAM
    ),
    "snoozing.ask_how_long": Row(presses(SnoozePress(what="ask", case=1)), private=TEAM),
    "snoozing.show_buttons": Row(presses(SnoozePress(what="back", case=1)), private=TEAM),
    "snoozing.ask_date": Row(
        presses(SnoozePress(what="date", case=1)), private=TEAM, shows="До какого времени отложить"
    ),
    "snoozing.wake": Row(presses(SnoozePress(what="wake", case=1)), private=TEAM),
    "snoozing.snooze": Row(
        presses(SnoozePress(what="1h", case=1, card=True)), private=TEAM, shows="отложено до"
    ),
    "chronicle.show_journal": Row(says("/journal"), private=OWNER, shows="Кто что делал"),
    "chronicle.turn_journal": Row(
        presses(ChroniclePress(do="who", day=1)), private=OWNER, shows=chronicle.WHO_IS_ASKED
    ),
    "timeline.turn_history": Row(
        presses(TimelinePress(case=1)), private=TEAM, shows="добавлены файлы"
    ),
    "talk.show_mentioned": Row(says("глянь 18777001"), group=TEAM, prepares=lets_numbers_be_heard),
    "talk.switch_talk": Row(
        presses(lambda scene, _: TalkPress(chat=scene.groups[Place.GROUP].id, on=True)),
        private=OWNER,
        shows=talk.HOW_TO_HEAR,
    ),
    "me.take_quiet": Row(
        in_turn(presses(MePress(what="hours")), says("22:30–8:30")),
        private=TEAM,
        shows="Тихие часы: 22:30–08:30",
    ),
    "me.show_me": Row(says("/me"), private=TEAM, shows="Ваши напоминания"),
    "me.show_me_again": Row(presses(MePress(what="me")), private=TEAM, shows="Ваши напоминания"),
    "me.choose_quiet": Row(presses(MePress(what="hours")), private=TEAM, shows="Другие часы"),
    "me.set_quiet": Row(
        presses(MePress(what="quiet", hours="none")), private=TEAM, shows="Тихие часы: нет"
    ),
    "me.ask_quiet": Row(presses(MePress(what="own")), private=TEAM, shows="В какие часы"),
    "me.choose_deputy": Row(presses(MePress(what="deputies")), private=TEAM, shows="заместитель"),
    "me.set_deputy": Row(presses(MePress(what="deputy", id=2)), private=TEAM, shows="Записал"),
    "absence.go_away": Row(says("/away 20.03"), private=TEAM, shows="отсутствие до"),
    "absence.come_back": Row(says("/back"), private=TEAM, shows="на месте"),
    "absence.bring_back": Row(
        presses(AwayPress(what="back")), private=TEAM, before=("/away 20.03",), shows="на месте"
    ),
    "absence.bring_back: of another": Row(
        presses(AwayPress(what="back", id=1)), private=OWNER, shows="на месте"
    ),
    "absence.ask_who": Row(presses(AwayPress(what="who")), private=OWNER, shows="Кого не будет"),
    "absence.ask_until": Row(presses(AwayPress(what="away")), private=TEAM, shows="До какого дня"),
    "absence.ask_until: of another": Row(
        presses(AwayPress(what="away", id=1)), private=OWNER, shows="До какого дня"
    ),
    "duty.show_or_set_duty": Row(says("/duty"), private=TEAM, shows="дежурит"),
    "duty.choose_duty": Row(presses(DutyPress(what="today")), private=TEAM, shows="Дежурит"),
    "duty.choose_duty: of another": Row(
        presses(DutyPress(what="today", id=1)), private=OWNER, shows="Дежурит"
    ),
    "backing.send_backup": Row(says("/backup"), private=OWNER, shows="BACKUP_KEY"),
    "backing.send_other_backup": Row(
        presses(BackupPress(what="journal")), private=OWNER, shows="BACKUP_KEY"
    ),
    "forgetting.ask_to_forget": Row(says("/forget 18777001"), private=OWNER, shows="ещё открыто"),
    "forgetting.ask_once_more": Row(
        presses(ForgetPress(what="case", id=1)), private=OWNER, shows="ещё открыто"
    ),
    "forgetting.leave": Row(presses(ForgetPress(what="no")), private=OWNER, shows=forgetting.LEFT),
    "forgetting.forget": Row(
        presses(ForgetPress(what="case!", id=1)), private=OWNER, shows="ещё открыто"
    ),
    "forgetting.forget: closed": Row(
        presses(FORGETS), private=OWNER, prepares=closes_the_ticket, shows="Забыл покупателя: #2"
    ),
    "forgetting.forget_person": Row(
        presses(ForgetPress(what="person!", id=3)), private=OWNER, shows="Бывший сотрудник 3"
    ),
    "preview.show_preview": Row(says("/preview"), private=OWNER, shows="За сутки"),
    "settings.show_settings": Row(says("/settings"), private=OWNER, shows="Настройки команды"),
    "settings.ask_value": Row(
        presses(ChoicePress(what="other", choice=Choice.DIGEST_AT)),
        private=OWNER,
        shows="Во сколько присылать",
    ),
    "settings.take_hour": Row(
        in_turn(presses(ChoicePress(what="one", choice=Choice.DIGEST_AT)), says("8:45")),
        private=OWNER,
        shows="Записал: каждый день в 08:45",
    ),
    "settings.look_at_setting": Row(
        presses(ChoicePress(what="set", choice=Choice.CLIMB_AFTER, value="60")),
        private=OWNER,
        shows="Сейчас",
    ),
    NO_REFUSAL: Row(says("/invite"), private="m"),
}
"""Every handler by its module and name; after a colon, another deed of the same handler.

Who stands nowhere in a row is refused or not heard."""
