using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>A file that holds the key, for where no vault puts it into a setting. It must not be kept where the data is backed up to: together they are readable.</summary>
/// <param name="Path">Where it is.</param>
internal sealed record EncryptionKeyFile(string Path)
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int KeyBytes = 32;

    /// <summary>The text in the file.</summary>
    /// <param name="mayMake">Whether a missing file is made, with a new key, readable by its owner alone: only while nothing is encrypted.</param>
    /// <exception cref="SettingsException">There is no such file, or no key in it.</exception>
    public string Read(bool mayMake)
    {
        try
        {
            if (mayMake && !File.Exists(Path)) Make();
            var text = File.ReadAllText(Path).Trim();
            if (EncryptionOptions.HasSeparator(text)) throw Fault($"holds a key that {EncryptionOptions.NoSeparators}");
            return text.Length >= EncryptionKey.MinLength ? text : throw Fault($"holds less than {EncryptionKey.MinLength} characters");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault("is not there, but storage holds secrets that were encrypted with its key; put the file back");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault("cannot be read: " + fault.Message);
        }
    }

    // Whole under another name first: whoever finds the file finds a key in it.
    private void Make()
    {
        var full = System.IO.Path.GetFullPath(Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var made = $"{full}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerAlone;
        using (var file = new FileStream(made, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(made, full, overwrite: false);
        }
        catch (IOException) when (File.Exists(full))
        {
            // Another process was faster: its key is everybody's.
            File.Delete(made);
        }
    }

    private SettingsException Fault(string what) => new([$"{EncryptionOptions.FileSetting}: the file {Path} {what}"]);
}
