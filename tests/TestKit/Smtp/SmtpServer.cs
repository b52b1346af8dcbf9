using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Cadenza.TestKit.Smtp;

/// <summary>A real SMTP server in a process of its own; needs Node and <c>npm ci</c> in tests/tools, else the test is skipped.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly ConcurrentQueue<ReceivedMail> _messages = new();
    private readonly Channel<JsonElement> _answers = Channel.CreateUnbounded<JsonElement>();
    private readonly Task _reading;
    private readonly Task<string> _complaints;

    private SmtpServer(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>Where it listens.</summary>
    public static string Host => "127.0.0.1";

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>The mails known to be accepted by now, in order; a mail may be acknowledged a moment before it is here.</summary>
    public IReadOnlyList<ReceivedMail> Messages => [.. _messages];

    /// <summary>How many mails are known to be accepted by now.</summary>
    public int Count => _messages.Count;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <exception cref="MissingRequirementException">Node or the server is not installed: the test is skipped.</exception>
    public static async Task<SmtpServer> StartAsync(SmtpServerOptions? options = null)
    {
        options ??= new SmtpServerOptions();
        var arguments = JsonSerializer.Serialize(
            new
            {
                options.Port,
                Security = options.Certificate is null ? "none" : options.IsImplicitTls ? "tls" : "starttls",
                Key = options.Certificate?.PrivateKeyPem,
                Cert = options.Certificate?.Pem,
                options.Username,
                options.Password,
                options.AccessToken,
                options.Mechanisms,
                options.Size,
                options.WithoutUtf8,
                Quiet = options.IsQuiet,
            },
            Json);
        var server = new SmtpServer(NodeTool.Start("tests/tools", "smtp-server", "smtp-server.mjs", arguments));
        server.Port = (await server.NextAnswerAsync()).GetProperty("port").GetInt32();
        return server;
    }

    /// <summary>Changes how it behaves; mails complete from then on meet the new behavior.</summary>
    public Task ConfigureAsync(SmtpBehavior behavior) => AskAsync(JsonSerializer.Serialize(behavior, Json));

    /// <summary>All mails it acknowledged before this call, in order.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> ReceivedAsync()
    {
        await AskAsync("");
        return Messages;
    }

    /// <summary>How many mails it acknowledged before this call, a quiet one too.</summary>
    public async Task<int> AcceptedAsync() => (await AskAsync("")).GetProperty("accepted").GetInt32();

    /// <summary>How many connections are open.</summary>
    public async Task<int> OpenConnectionsAsync() => (await AskAsync("")).GetProperty("open").GetInt32();

    /// <summary>Forgets the mails it accepted.</summary>
    public void Clear() => _messages.Clear();

    /// <summary>Ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task<JsonElement> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await NextAnswerAsync();
    }

    private async Task<JsonElement> NextAnswerAsync()
    {
        if (await _answers.Reader.WaitToReadAsync() && _answers.Reader.TryRead(out var answer)) return answer;
        throw new InvalidOperationException($"The SMTP server ended: {await _complaints}");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(line);
            if (message.GetProperty("event").GetString() == "mail") _messages.Enqueue(message.Deserialize<ReceivedMail>(Json)!);
            else _answers.Writer.TryWrite(message);
        }

        _answers.Writer.Complete();
    }
}
