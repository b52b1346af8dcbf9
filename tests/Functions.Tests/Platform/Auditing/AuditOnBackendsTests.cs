namespace Cadenza.Functions.Tests.Platform.Auditing;

/// <summary>The audit log on embedded storage.</summary>
public sealed class AuditOnEmbeddedTests(AppFixture app) : AuditTests(app), IClassFixture<AppFixture>;

/// <summary>The audit log on Azurite.</summary>
public sealed class AuditOnAzuriteTests(TwoProcessAppFixture app) : AuditTests(app), IClassFixture<TwoProcessAppFixture>;
