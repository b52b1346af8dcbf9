using static Cadenza.Domain.Catalog.Schemas.JsonSchema;

namespace Cadenza.Domain.Catalog;

/// <content>Actions on the record that the run is about.</content>
public static partial class ActionCatalog
{
    private static IEnumerable<ActionType> RecordActions() =>
    [
        new("assign_owner", ActionFamily.Action, "Gives the record an owner: in turn, the least busy, or one user.", Parse(
            """
            {"type":"object","properties":{
              "algorithm":{"enum":["round_robin","least_loaded","specific"],"default":"round_robin","description":"In turn, whoever owns the fewest open records, or the one user."},
              "userIds":{"type":"array","minItems":1,"maxItems":200,"items":{"type":"string","minLength":1,"maxLength":200},"description":"The users to choose from."},
              "userId":{"type":"string","minLength":1,"maxLength":200,"description":"The one user, for specific."}},
             "anyOf":[{"required":["userIds"]},{"required":["userId"]},{"required":["ownerId"]}]}
            """)),
        new("create_task", ActionFamily.Action, "Creates a task about the record.", Parse(
            """
            {"type":"object","anyOf":[{"required":["title"]},{"required":["name"]}],"properties":{
              "title":{"type":"string","minLength":1,"maxLength":500},
              "description":{"type":["string","null"],"maxLength":10000},
              "dueInDays":{"type":"number","minimum":0,"maximum":3650,"description":"Days until it is due."},
              "dueDate":{"type":["string","null"],"maxLength":64,"description":"When it is due, instead of the days: an ISO 8601 date or time."},
              "priority":{"type":"string","maxLength":50},
              "ownerId":{"type":["string","null"],"maxLength":200,"description":"Who is to do it; the record's owner unless given."}}}
            """)),
        new("update_field", ActionFamily.Action, "Sets a field of the record.", Parse(
            """
            {"type":"object","properties":{
              "field":{"type":"string","minLength":1,"maxLength":100,"description":"The field's name."},
              "value":{"description":"Its new value; null clears it."},
              "fields":{"type":"object","minProperties":1,"maxProperties":100,"description":"Several fields by name, instead of one."}},
             "anyOf":[{"required":["field","value"]},{"required":["fields"]}]}
            """)),
        new("add_tag", ActionFamily.Action, "Adds a tag, or several, to the record.", Parse(
            """
            {"type":"object","properties":{
              "tag":{"type":"string","minLength":1,"maxLength":100},
              "tags":{"type":"array","minItems":1,"maxItems":50,"items":{"type":"string","minLength":1,"maxLength":100}}},
             "anyOf":[{"required":["tag"]},{"required":["tags"]}]}
            """)),
        new("send_notification", ActionFamily.Action, "Notifies users in the app.", Parse(
            """
            {"type":"object","anyOf":[{"required":["message"]},{"required":["body"]}],"properties":{
              "title":{"type":"string","maxLength":200,"description":"A Liquid template."},
              "message":{"type":"string","minLength":1,"maxLength":4000,"description":"A Liquid template."},
              "userId":{"type":"string","minLength":1,"maxLength":200},
              "userIds":{"type":"array","minItems":1,"maxItems":200,"items":{"type":"string","minLength":1,"maxLength":200},"description":"Whom to notify; the record's owner unless given."}}}
            """)),
        new("create_opportunity", ActionFamily.Action, "Creates an opportunity from the lead.", Parse(
            """
            {"type":"object","properties":{
              "name":{"type":"string","minLength":1,"maxLength":500,"description":"Its name; the lead's unless given."},
              "stage":{"type":"string","maxLength":100},
              "amount":{"type":["number","null"]},
              "ownerId":{"type":["string","null"],"maxLength":200},
              "fields":{"type":"object","maxProperties":100,"description":"Further fields by name."}}}
            """)) { Modules = ["leads"] },
        new("create_project", ActionFamily.Action, "Creates a project from the opportunity.", Parse(
            """
            {"type":"object","properties":{
              "name":{"type":"string","minLength":1,"maxLength":500,"description":"Its name; the opportunity's unless given."},
              "status":{"type":"string","maxLength":100},
              "ownerId":{"type":["string","null"],"maxLength":200},
              "fields":{"type":"object","maxProperties":100,"description":"Further fields by name."}}}
            """)) { Modules = ["opportunities"] },
    ];
}
