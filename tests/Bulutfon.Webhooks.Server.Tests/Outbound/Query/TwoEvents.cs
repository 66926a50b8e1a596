namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>A server with two hooks and an event of each, which differ in everything that can be asked for.</summary>
public sealed class TwoEvents : IAsyncLifetime
{
    internal const string WantedBody = """
        {"event_type":"call_init_group","uuid":"u-1","caller":905321112233,"callee":908502223344,"direction":"IN","destination":600,"timestamp":1767258000000000}
        """;

    private const string OtherBody = """
        {"event_type":"call_hangup","uuid":"u-2","caller":"anonymous","callee":905554443322,"direction":"OUT","destination":"","timestamp":1767265200000000}
        """;

    private readonly RunningServer _server = RunningServer.Start(
        settings: [("Inbound:Hooks:1:Name", "şube"), ("Inbound:Hooks:1:UserName", "sube"), ("Inbound:Hooks:1:Password", "sube-dev")]);

    public HttpClient Reader { get; private set; } = null!;

    public long Wanted { get; private set; }

    public long Other { get; private set; }

    public async Task InitializeAsync()
    {
        using var hook = _server.HookClient();
        using var second = _server.HookClient("sube", "sube-dev");
        Reader = _server.OperatorClient();
        Wanted = await hook.PostAsync(WantedBody);
        Other = await second.PostAsync(OtherBody);
    }

    public async Task DisposeAsync()
    {
        Reader.Dispose();
        await _server.DisposeAsync();
    }
}
