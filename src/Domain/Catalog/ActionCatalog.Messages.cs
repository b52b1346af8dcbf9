using static Cadenza.Domain.Catalog.Schemas.JsonSchema;

namespace Cadenza.Domain.Catalog;

/// <content>Actions that reach somebody outside.</content>
public static partial class ActionCatalog
{
    private static IEnumerable<ActionType> Messages() =>
    [
        new("send_email", ActionFamily.Action, "Sends an e-mail.", Parse(
            """
            {"type":"object","required":["subject"],"anyOf":[{"required":["body"]},{"required":["html"]},{"required":["message"]},{"required":["text"]}],"properties":{
              "to":{"type":["string","array"],"items":{"type":"string"},"minItems":1,"maxItems":50,"description":"The addresses; that of the record or contact unless given."},
              "subject":{"type":"string","minLength":1,"maxLength":2000,"description":"A Liquid template."},
              "body":{"type":"string","minLength":1,"maxLength":500000,"description":"HTML or text, a Liquid template; values are escaped in HTML."},
              "from":{"type":"string","maxLength":320},
              "fromName":{"type":"string","maxLength":200},
              "isTransactional":{"type":"boolean","default":true,"description":"Whether it goes to people who take no marketing messages too."}}}
            """)),
        new("send_whatsapp", ActionFamily.Action, "Sends a WhatsApp message through Twilio.", Parse(
            """
            {"type":"object","properties":{
              "to":{"type":["string","array"],"items":{"type":"string"},"minItems":1,"maxItems":50,"minLength":1,"maxLength":2000,"description":"The phone number, or several; that of the record or contact unless given."},
              "message":{"type":"string","minLength":1,"maxLength":4096,"description":"A Liquid template."},
              "from":{"type":"string","maxLength":200},
              "template":{"type":["string","object"],"description":"A template that was approved, instead of the message: its name, or name, language and parameters. Parameters are Liquid templates; a CONSTANT is none."}},
             "anyOf":[{"required":["message"]},{"required":["body"]},{"required":["text"]},{"required":["template"]}]}
            """)),
        new("send_sms", ActionFamily.Action, "Sends a text message through Twilio.", Parse(
            """
            {"type":"object","anyOf":[{"required":["message"]},{"required":["body"]},{"required":["text"]}],"properties":{
              "to":{"type":["string","array"],"items":{"type":"string"},"minItems":1,"maxItems":50,"minLength":1,"maxLength":2000,"description":"The phone number, or several; that of the record or contact unless given."},
              "from":{"type":"string","maxLength":200},
              "message":{"type":"string","minLength":1,"maxLength":10000,"description":"A Liquid template; at most 1600 characters once it is filled in."}}}
            """)),
        new("webhook", ActionFamily.Action, "Calls an external API, signed by the Standard Webhooks scheme.", Parse(
            """
            {"type":"object","required":["url"],"properties":{
              "url":{"type":"string","minLength":1,"maxLength":2000,"format":"uri"},
              "method":{"enum":["GET","POST","PUT","PATCH","DELETE","get","post","put","patch","delete"],"default":"POST"},
              "headers":{"type":"object","maxProperties":50,"additionalProperties":{"type":["string","number","boolean"]}},
              "body":{"description":"What is sent, as JSON; the trigger's data unless given."},
              "secret":{"type":"string","minLength":1,"maxLength":256,"description":"The secret to sign with: whsec_ and 16 to 64 bytes in Base64."}}}
            """)),
        new("make_phone_call", ActionFamily.Action, "Has an AI phone agent call.", Parse(
            """
            {"type":"object","anyOf":[{"required":["aiPhoneAgentId"]},{"required":["agentId"]}],"properties":{
              "aiPhoneAgentId":{"type":["string","number"],"description":"The agent that calls."},
              "agentId":{"type":["string","number"],"description":"Another name of the same."},
              "to":{"type":["string","array"],"items":{"type":"string"},"minItems":1,"maxItems":50,"minLength":1,"maxLength":2000,"description":"The phone number, or several; that of the record or contact unless given."}}}
            """)),
    ];
}
