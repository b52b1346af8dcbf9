using static Cadenza.Domain.Catalog.Schemas.JsonSchema;

namespace Cadenza.Domain.Catalog;

/// <content>Actions on contacts, sequences, users and events.</content>
public static partial class ActionCatalog
{
    private static IEnumerable<ActionType> ContactActions() =>
    [
        new("update_contact", ActionFamily.Action, "Changes the contact.", Parse(
            """
            {"type":"object","properties":{
              "contactId":{"type":"string","maxLength":200,"description":"Which one; the run's own unless given."},
              "name":{"type":["string","null"],"maxLength":500},
              "email":{"type":["string","null"],"maxLength":320},
              "phone":{"type":["string","null"],"maxLength":50},
              "unsubscribed":{"type":"boolean"},
              "attributes":{"type":"object","maxProperties":100,"description":"Attributes to set by name; null removes one."}}}
            """)),
        new("enroll_in_sequence", ActionFamily.Action, "Enrolls the contact in a sequence.", Parse(
            """
            {"type":"object","required":["sequenceId"],"properties":{
              "sequenceId":{"type":"string","minLength":1,"maxLength":200,"description":"The sequence's id or custom id."},
              "contactId":{"type":"string","maxLength":200,"description":"Which contact; the run's own unless given."},
              "reEnroll":{"type":"boolean","default":false,"description":"Whether a contact that has finished begins once more."}}}
            """)),
        new("exit_sequence", ActionFamily.Action, "Takes the contact out of a sequence.", Parse(
            """
            {"type":"object","required":["sequenceId"],"properties":{
              "sequenceId":{"type":"string","minLength":1,"maxLength":200,"description":"The sequence's id or custom id."},
              "contactId":{"type":"string","maxLength":200,"description":"Which contact; the run's own unless given."}}}
            """)),
        new("emit_event", ActionFamily.Action, "Tells an event, which may start other workflows.", Parse(
            """
            {"type":"object","required":["type"],"properties":{
              "type":{"type":"string","minLength":1,"maxLength":100,"description":"The event's type."},
              "subject":{"type":"string","maxLength":200},
              "data":{"type":"object","description":"What there is to know of it."}}}
            """)),
        new("set_user_property", ActionFamily.Action, "Sets a property of an in-app user, for the targeting of flows.", Parse(
            """
            {"type":"object","required":["property","value"],"properties":{
              "userId":{"type":"string","minLength":1,"maxLength":200,"description":"Which user; that of the trigger unless given."},
              "property":{"type":"string","minLength":1,"maxLength":200},
              "value":{"description":"Its new value; null removes it."}}}
            """)),
    ];
}
