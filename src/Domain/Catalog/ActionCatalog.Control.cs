using static Cadenza.Domain.Catalog.Schemas.JsonSchema;

namespace Cadenza.Domain.Catalog;

/// <content>Steps that say where a run goes on, and when.</content>
public static partial class ActionCatalog
{
    // What a wait knows, and the time limit of a wait for an event. What it does not know is refused: a misspelt member would
    // be a wait that ends at once, or after five years.
    private const string WaitMembers =
        """
        "seconds":{"type":"number","minimum":0,"maximum":158112000},
        "minutes":{"type":"number","minimum":0,"maximum":2635200,"description":"How long to wait; several units add up."},
        "hours":{"type":"number","minimum":0,"maximum":43920},
        "days":{"type":"number","minimum":0,"maximum":1830},
        "weeks":{"type":"number","minimum":0,"maximum":261},
        "duration":{"type":"number","minimum":0,"maximum":158112000,"description":"How much of the unit."},
        "unit":{"enum":["second","seconds","minute","minutes","hour","hours","day","days","week","weeks"],"default":"minutes"},
        "until":{"type":"string","minLength":1,"maxLength":200,"description":"A time to wait for, at most five years ahead: an ISO 8601 date or time, with an offset or on the clock of the time zone."},
        "weekdays":{"type":["string","array"],"minItems":1,"maxItems":7,"items":{"type":"string","minLength":3,"maxLength":9},"description":"The days of the week to wait for."},
        "time":{"type":"string","minLength":4,"maxLength":8,"description":"The time of the day to wait for: 09:30."},
        "timezone":{"type":"string","minLength":1,"maxLength":64,"default":"UTC"}
        """;

    private static IEnumerable<ActionType> ControlSteps() =>
    [
        new("if_else", ActionFamily.Control, "Goes on in one of two branches.", Parse(
            """
            {"type":"object","required":["condition"],"properties":{
              "condition":{"type":"object","description":"What decides: one comparison, or a group of conditions joined by AND or OR."},
              "then":{"type":"array","items":{"type":"object"},"description":"The actions taken when it holds, where actions stand in the config of a branch; a block has them in its branches."},
              "else":{"type":"array","items":{"type":"object"},"description":"The actions taken when it does not hold."}}}
            """)) { Aliases = ["branch"] },
        new("wait", ActionFamily.Control, "Waits for a time before the next step.", Parse(
            $$$"""
            {"type":"object","minProperties":1,"additionalProperties":false,"properties":{ {{{WaitMembers}}} } }
            """)),
        new("wait_for_event", ActionFamily.Control, "Waits for an event, at most for a time.", Parse(
            $$$"""
            {"type":"object","required":["event_type"],"additionalProperties":false,"properties":{
              "event_type":{"type":"string","minLength":1,"maxLength":100,"description":"The event's type."},
              "match":{"type":"object","description":"Conditions that the event must meet."},
              "timeout":{"type":"object","additionalProperties":false,"description":"How long to wait, as a wait step has it; five years unless given.","properties":{ {{{WaitMembers}}} } } } }
            """)),
        new("stop", ActionFamily.Control, "Ends the run here.", Parse(
            """
            {"type":"object","properties":{
              "outcome":{"type":"string","minLength":1,"maxLength":100,"description":"What the run ends as, for whoever counts."},
              "status":{"enum":["completed","failed"],"default":"completed"},
              "reason":{"type":"string","maxLength":1000}}}
            """)),
    ];
}
