using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>The built server in a process of its own, for what cannot be done to the tests' own process.</summary>
internal sealed partial class StartedServer : IAsyncDisposable
{
    private const string User = "pbx";
    private const string Password = "pbx-secret-of-tests";
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StartedServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address => _listening.Task.Result;

    public int ProcessId => _process.Id;

    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_gate)
            {
                return [.. _output];
            }
        }
    }

    /// <summary>The most memory that it had, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it on a journal, with one hook, and waits until it listens.</summary>
    public static Task<StartedServer> StartAsync(string journal, params (string Name, string Value)[] environment) => StartAsync([], journal, environment);

    /// <summary>The same, by another program.</summary>
    public static async Task<StartedServer> StartAsync(string[] starter, string journal, params (string Name, string Value)[] environment)
    {
        var server = new StartedServer(ServerProcess.Start(starter, [], [.. Settings(journal), .. environment]));
        await server._listening.Task.WaitAsync(Patience);
        return server;
    }

    public static (string Name, string Value)[] Settings(string journal) =>
    [
        ("ConnectionStrings__Journal", $"Data Source={journal}"),
        ("Inbound__Hooks__0__UserName", User),
        ("Inbound__Hooks__0__Password", Password),
        ("Operators__0__UserName", "reader"),
        ("Operators__0__Password", "reader-secret-of-tests"),
    ];

    public HttpClient HookClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Credentials);
        return client;
    }

    public static string Credentials => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    /// <summary>Waits for a line of its log that contains a text.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_output.Exists(line => line.Contains(text, StringComparison.Ordinal)))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(timeout.Token);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM, as a service manager sends it; gives the exit code and how long the end took.</summary>
    public async Task<(int ExitCode, TimeSpan Elapsed)> StopAsync()
    {
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, Signal(_process.Id, Terminate));
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, Stopwatch.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _output.Add(line);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex("Now listening on.*\"address\":\"(?<address>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
