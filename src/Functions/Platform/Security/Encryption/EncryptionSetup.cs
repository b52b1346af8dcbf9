using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>Gives <see cref="EncryptionKeys"/> their keys before the app takes requests, and refuses to start without those that storage needs.</summary>
internal sealed class EncryptionSetup(EncryptionOptions options, EncryptionKeys keys, EncryptionNotes notes, TimeProvider clock, ILogger<EncryptionSetup> log)
{
    /// <summary>Loads the keys, and notes that there is a new one before anything is encrypted with it.</summary>
    /// <exception cref="SettingsException">Storage holds secrets that the given keys do not open.</exception>
    public Task LoadAsync(CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        var found = await notes.FindAsync(cancellation);
        var text = options.Key ?? options.File?.Read(mayMake: found is null);
        keys.Use(text is null ? null : new EncryptionKey(text), options.Previous.Select(previous => new EncryptionKey(previous)));
        if (Refusal(found?.Note) is { } refusal) throw new SettingsException([refusal]);
        if (keys.CurrentId is not { } current)
        {
            log.NotEncrypted();
            return;
        }

        if (found?.Note.Current == current) return;
        var known = (found?.Note.Keys ?? []).Append(current).Distinct().ToList();
        await notes.PutAsync(new EncryptionNote(current, clock.GetUtcNow(), known), found?.Version, cancellation);
    });

    private string? Refusal(EncryptionNote? note)
    {
        if (note is null) return null;
        if (keys.CurrentId is not { } current)
            return $"{EncryptionOptions.KeySetting} is required: storage holds secrets that are encrypted with the key {note.Current}";
        var missing = note.Keys.Except(keys.Ids, StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? null
            : $"{(options.File is { } file ? $"The file {file.Path}" : EncryptionOptions.KeySetting)} is the key {current}, but storage holds secrets that are encrypted with {string.Join(", ", missing)}; "
                + $"give that key back, or name it in {EncryptionOptions.PreviousSetting} too";
    }
}
