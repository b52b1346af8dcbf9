namespace Cadenza.Functions.Tests.Sequences.Http;

/// <summary>Bad input on embedded storage.</summary>
public sealed class BadInputOnEmbeddedTests(AppFixture app) : BadInputTests(app), IClassFixture<AppFixture>;

/// <summary>Bad input on Azurite: what one backend would refuse as a key or value, the app must have refused before.</summary>
public sealed class BadInputOnAzuriteTests(TwoProcessAppFixture app) : BadInputTests(app), IClassFixture<TwoProcessAppFixture>;
