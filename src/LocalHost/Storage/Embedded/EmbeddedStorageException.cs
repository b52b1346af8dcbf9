namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>The embedded database cannot be used: damaged, of another program or of a newer version, not writable, disk full. The message names the file; the file is left as it is.</summary>
internal sealed class EmbeddedStorageException(string message, Exception? inner = null) : IOException(message, inner);
