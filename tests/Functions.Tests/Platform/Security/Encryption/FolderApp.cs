using System.Net.Http.Headers;
using System.Text;
using Cadenza.Functions.Tests.Platform.Http.OpenApi;
using Cadenza.Local;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.Functions.Tests.Platform.Security.Encryption;

/// <summary>The whole app on a folder that stays, so that it can be started there again with other settings.</summary>
internal sealed class FolderApp : IAsyncDisposable
{
    private readonly FunctionsHost _host;
    private readonly string _folder;

    private FolderApp(FunctionsHost host, string folder)
    {
        (_host, _folder) = (host, folder);
        Client = DocumentedAnswers.Client(host.Address);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AppFixture.Key);
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services!;

    /// <summary>Starts it; a setting of its own goes before those of the tests.</summary>
    public static async Task<FolderApp> StartAsync(string folder, ManualTimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] own =
        [
            ("AzureWebJobsStorage", $"UseEmbeddedStorage=true;Path={folder}"),
            ("Cadenza__BootstrapKey", AppFixture.Key),
            ("RateLimit__RequestsPerMinute", "0"),
            ("Logging__LogLevel__Default", "None"),
        ];
        var args = own.Concat(settings).Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}").Append("--port=0");
        try
        {
            return new FolderApp(await LocalApplication.StartAsync([.. args], clock: clock), folder);
        }
        catch
        {
            EmbeddedStore.Close(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        EmbeddedStore.Close(_folder);
    }

    /// <summary>The files below a folder in which a text is, in UTF-8, UTF-16 or Base64.</summary>
    public static List<string> FilesWith(string folder, string text)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')[..^2])];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Holds(path, forms)).Select(path => Path.GetFileName(path)!)];
            }
            // A running Azurite writes a file beside its own and renames it: what was read before that is looked at again.
            catch (FileNotFoundException) when (attempt < 100)
            {
            }
        }
    }

    private static bool Holds(string path, byte[][] forms)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return forms.Any(form => content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(form) >= 0);
    }
}
