namespace Cadenza.Functions.Tests.Sequences.Http;

/// <summary>The four actions of document 004 as JSON, every documented field of them.</summary>
internal static class StepActions
{
    public const string Email = """
        {"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"Hi {{contact.name}}","email_body":"Hello {{contact.plan}}",
         "email_sender_name":"Us","email_is_transactional":false}}
        """;

    public const string Call = """{"type":"make_phone_calls","data":{"aiPhoneAgentId":"agent-7"}}""";

    public const string Sms = """{"type":"send_sms_messages","data":{"message":"Hi {{contact.name}}"}}""";

    public const string WhatsApp = """
        {"type":"send_whatsapp_messages","data":{"phone_number_id":"106540352242922","template":{"name":"order_update","language":"en_US","parameters":{
          "header":{"type":"header","parameters":[
            {"type":"text","text":{"type":"CONSTANT","value":"Order"},"parameter_name":"title"},
            {"type":"text","text":{"type":"CONSTANT","value":""}},
            {"type":"image","image":{"link":{"type":"CONSTANT","value":"https://example.com/a.png"}}},
            {"type":"video","video":{"link":{"type":"DYNAMIC","ref":"video","fallback":"https://example.com/a.mp4"}}},
            {"type":"document","document":{"link":{"type":"CONSTANT","value":"https://example.com/a.pdf"}}},
            {"type":"location","location":{"latitude":{"type":"CONSTANT","value":"52.5"},"longitude":{"type":"CONSTANT","value":"13.4"},
              "name":{"type":"CONSTANT","value":"Office"},"address":{"type":"DYNAMIC","ref":"address","fallback":"Main St 1"}}}]},
          "body":{"type":"body","parameters":[
            {"type":"text","text":{"type":"GLOBAL_DYNAMIC","ref":"CONTACT_NAME","fallback":"there"}},
            {"type":"text","text":{"type":"GLOBAL_DYNAMIC","ref":"CONTACT_EMAIL","fallback":"-"},"parameter_name":"email"},
            {"type":"text","text":{"type":"GLOBAL_DYNAMIC","ref":"CONTACT_NUMBER","fallback":"-"}},
            {"type":"text","text":{"type":"DYNAMIC","ref":"plan","fallback":"free"}}]},
          "buttons":[
            {"type":"button","index":"0","sub_type":"url","parameters":[{"type":"text","text":{"type":"DYNAMIC","ref":"order","fallback":"none"}}]},
            {"type":"button","index":"9","sub_type":"url","parameters":[]}]}}}}
        """;

    /// <summary>All, by their type.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["send_emails"] = Email,
        ["make_phone_calls"] = Call,
        ["send_sms_messages"] = Sms,
        ["send_whatsapp_messages"] = WhatsApp,
    };
}
