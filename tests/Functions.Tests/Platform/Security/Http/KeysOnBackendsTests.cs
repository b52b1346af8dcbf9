namespace Cadenza.Functions.Tests.Platform.Security.Http;

/// <summary>Keys on embedded storage.</summary>
public sealed class KeysOnEmbeddedTests(AppFixture app) : KeysTests(app), IClassFixture<AppFixture>;

/// <summary>Keys on Azurite.</summary>
public sealed class KeysOnAzuriteTests(TwoProcessAppFixture app) : KeysTests(app), IClassFixture<TwoProcessAppFixture>;
