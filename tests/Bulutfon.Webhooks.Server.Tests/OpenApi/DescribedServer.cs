using System.Text;
using Bulutfon.Webhooks.Server.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Bulutfon.Webhooks.Server.Tests.OpenApi;

/// <summary>A running server and the document that it gives of itself, read back by a reader of OpenAPI.</summary>
public sealed class DescribedServer : IAsyncLifetime
{
    private ReadResult? _read;

    internal RunningServer Server { get; } = RunningServer.Start();

    public string Text { get; private set; } = "";

    public OpenApiDocument Document => _read!.Document!;

    public OpenApiDiagnostic Diagnostic => _read!.Diagnostic!;

    public IEnumerable<(string Name, OpenApiOperation Operation)> Operations =>
        Document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => ($"{operation.Key} {path.Key}", operation.Value)));

    public async Task InitializeAsync()
    {
        using var client = Server.AnonymousClient();
        Text = await client.GetStringAsync(OpenApiSetup.DocumentPath);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text));
        _read = await OpenApiDocument.LoadAsync(stream, "json");
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
