using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>Where phone numbers without a country code are dialled: in the region that a request names, else in that of the app.</summary>
/// <param name="Default"><c>Cadenza__PhoneRegion</c>; none unless it is set.</param>
internal sealed record PhoneRegions(PhoneRegion Default)
{
    /// <summary>The query's parameter.</summary>
    public const string Parameter = "region";

    /// <summary>What the parameter does.</summary>
    public const string About = "Where phone numbers without a country code are dialled: two letters of a country or territory, such as DE. Else the app's setting holds, if there is one.";

    /// <summary>Reads and checks the setting.</summary>
    public static PhoneRegions Read(Settings settings)
    {
        const string key = "Cadenza__PhoneRegion";
        var text = settings.Optional(key);
        if (!PhoneRegion.TryParse(text, out var region) && text is not null) settings.Fault(key, PhoneRegion.Rule);
        return new PhoneRegions(region);
    }

    /// <summary>The region of a request, or why its parameter is refused.</summary>
    public Parsed<PhoneRegion> Of(HttpRequest request)
    {
        if (request.Query[Parameter] is not { Count: > 0 } given) return Parsed<PhoneRegion>.Of(Default);
        return given.Count == 1 && PhoneRegion.TryParse(given[0], out var region)
            ? Parsed<PhoneRegion>.Of(region)
            : Parsed<PhoneRegion>.Refused(Problem.InvalidParameter(Parameter, PhoneRegion.Rule));
    }
}
