namespace Cadenza.Functions.Tests.Platform.Idempotency;

/// <summary>Idempotency keys on embedded storage.</summary>
public sealed class IdempotencyOnEmbeddedTests(AppFixture app) : IdempotencyTests(app), IClassFixture<AppFixture>;

/// <summary>Idempotency keys on Azurite.</summary>
public sealed class IdempotencyOnAzuriteTests(TwoProcessAppFixture app) : IdempotencyTests(app), IClassFixture<TwoProcessAppFixture>;
