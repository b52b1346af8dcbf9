namespace Cadenza.Domain;

internal static class Placeholder;
