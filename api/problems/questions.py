"""The helpdesk's questions: messages, templates, answer times, merging."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

QUESTIONS = {
    "was_merged": Problem(409, _("This question was merged into another. Take it out of that one instead.")),
    "not_merged": Problem(409, _("This question was not merged into another.")),
    "template_known": Problem(
        409, _("A template in use has this code already. Choose another, or archive it.")
    ),
    "template_archived": Problem(
        409, _("This template was archived. Choose another, or take it out of the archive.")
    ),
    "away_already": Problem(409, _("She is away on some of these days already. See `values`.")),
    "hours_known": Problem(409, _("Something is planned for this day already. Change that instead.")),
    "message_unknown": Problem(422, _("There is no such message in this dossier.")),
    "message_kind_stays": Problem(422, _("A correction is of the same kind as the message it puts right.")),
    "colleague_unknown": Problem(
        422, _("Only colleagues who may read this dossier's notes can be mentioned. See `unknown`.")
    ),
    "stand_in_circle": Problem(
        422,
        _("On one of these days the colleagues would stand in for each other in a circle. See `from_on`."),
    ),
    "blocks_overlap": Problem(422, _("A block ends after it begins, and before the next one begins.")),
    "target_out_of_reach": Problem(
        422,
        _("With these opening hours an answer would take over a year. Open longer, or answer within less."),
    ),
    "variable_unknown": Problem(422, _("A template knows no such variable. See `unknown` and `allowed`.")),
    "braces_open": Problem(422, _("Write each variable whole, such as {{reference}}. See `allowed`.")),
    "text_needed": Problem(422, _("Write the text in one language at least.")),
    "text_not_written": Problem(422, _("This template is not written in this language. See `allowed`.")),
    "value_missing": Problem(
        422,
        _("The dossier does not hold what the text needs. See `missing`: enter it, or choose another text."),
    ),
    "template_unknown": Problem(422, _("Name a template that you see, and only in an answer.")),
    "template_of_another_team": Problem(422, _("This template belongs to another team than the dossier.")),
    "question_unknown": Problem(422, _("These are no questions that you see. See `unknown`.")),
    "sight_differs": Problem(
        409,
        _(
            "Not the same people may see these questions. Give them the same level, walls and participants first."
        ),
    ),
    "same_question": Problem(422, _("A question cannot be merged into itself.")),
    "teams_differ": Problem(422, _("These questions belong to several teams.")),
    "note_stays_inside": Problem(
        422,
        _(
            "Notes stay inside the desk: a note has no channel, and what the asker reads mentions nobody and "
            "replies to no note."
        ),
    ),
    "channel_needed": Problem(422, _("Say through which channel it went.")),
    "nobody_asks": Problem(422, _("Only a question has an asker to speak with. Write a note instead.")),
    "more_than_was_spent": Problem(422, _("You cannot take back more than you entered for that day.")),
}
