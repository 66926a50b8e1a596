using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

/// <summary>nginx or HAProxy with the configuration of the docs, in which only addresses and the paths of files are others.</summary>
internal sealed partial class DocumentedProxy : IAsyncDisposable
{
    public const string Nginx = "nginx";
    public const string NginxOfReplicas = "nginx of replicas";
    public const string HAProxy = "haproxy";

    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private DocumentedProxy(TemporaryFolder folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public Uri Address => new($"https://127.0.0.1:{Port}");

    /// <summary>What the proxy wrote to its logs so far.</summary>
    public string Logged => string.Concat(new[] { "access.log", "error.log" }.Select(name => _folder.File(name)).Where(File.Exists).Select(Read));

    /// <summary>Starts it before a server, and waits until it listens. A machine without it skips the test, but for the project's own check.</summary>
    public static async Task<DocumentedProxy> StartAsync(string kind, int serverPort)
    {
        var program = kind == HAProxy ? "/usr/sbin/haproxy" : "/usr/sbin/nginx";
        Skip.If(!File.Exists(program) && Environment.GetEnvironmentVariable("CI") != "true", $"{program} is not installed.");
        var folder = new TemporaryFolder();
        var port = FreePort();
        WriteCertificate(folder);
        var configuration = kind == HAProxy ? HAProxyConfiguration(folder, port, serverPort) : NginxConfiguration(folder, port, serverPort, kind == NginxOfReplicas);
        await File.WriteAllTextAsync(folder.File("proxy.conf"), configuration);
        string[] arguments = kind == HAProxy ? ["-db", "-f", folder.File("proxy.conf")] : ["-p", Path.GetDirectoryName(folder.File("x"))!, "-c", folder.File("proxy.conf")];
        var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var proxy = new DocumentedProxy(folder, process, port);
        await proxy.WaitUntilItListensAsync();
        return proxy;
    }

    /// <summary>A client of it that believes the certificate of the test.</summary>
    public HttpClient Client(string? user = null, string? password = null)
    {
#pragma warning disable CA5359, MA0039 // the certificate is the test's
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } }) { BaseAddress = Address };
#pragma warning restore CA5359, MA0039
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static string NginxConfiguration(TemporaryFolder folder, int port, int serverPort, bool ofReplicas)
    {
        var server = Snippet("docs/install.md", "nginx");
        var upstream = "";
        if (ofReplicas)
        {
            // The second replica is one that does not answer.
            var parts = Snippet("docs/replicas.md", "nginx").Split("# in the location of docs/install.md#reverse-proxy:");
            upstream = parts[0].Replace("10.0.0.11:5080", Local(FreePort()), StringComparison.Ordinal).Replace("10.0.0.12:5080", Local(serverPort), StringComparison.Ordinal);
            server = server.Replace("proxy_pass http://127.0.0.1:5080;", "proxy_pass http://bulutfon;" + parts[1], StringComparison.Ordinal);
        }

        var folderName = Path.GetDirectoryName(folder.File("x"));
        server = Replaced(server, ("listen 443 ssl;", $"listen {Local(port)} ssl;"), ("/etc/ssl/webhooks.example.com.crt", folder.File("proxy.crt")), ("/etc/ssl/webhooks.example.com.key", folder.File("proxy.key")));
        return $$"""
            daemon off;
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            worker_processes 1;
            pid {{folder.File("nginx.pid")}};
            error_log {{folder.File("error.log")}} info;
            events { worker_connections 512; }
            http {
              access_log {{folder.File("access.log")}};
              client_body_temp_path {{folderName}}/body;
              proxy_temp_path {{folderName}}/proxy;
              fastcgi_temp_path {{folderName}}/fastcgi;
              uwsgi_temp_path {{folderName}}/uwsgi;
              scgi_temp_path {{folderName}}/scgi;
              {{upstream}}
              {{server.Replace("127.0.0.1:5080", Local(serverPort), StringComparison.Ordinal)}}
            }
            """;
    }

    private static string HAProxyConfiguration(TemporaryFolder folder, int port, int serverPort) => Replaced(
        Snippet("docs/replicas.md", "haproxy"),
        ("bind :443", $"bind {Local(port)}"),
        ("/etc/ssl/webhooks.example.com.pem", folder.File("proxy.pem")),
        ("10.0.0.11:5080", Local(serverPort)),
        ("10.0.0.12:5080", Local(FreePort())));

    /// <summary>Each text has to be there: a configuration that changed is not run half.</summary>
    private static string Replaced(string text, params (string From, string To)[] replacements)
    {
        foreach (var (from, to) in replacements)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text + "\n";
    }

    private static string Snippet(string file, string language) =>
        Block().Matches(Repository.Read(file)).Single(match => match.Groups["language"].Value == language).Groups["text"].Value;

    private static void WriteCertificate(TemporaryFolder folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=webhooks.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(folder.File("proxy.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("proxy.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("proxy.pem"), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    private async Task WaitUntilItListensAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var error = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        while (true)
        {
            Assert.False(_process.HasExited, _process.HasExited ? await error : "");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static string Local(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("```(?<language>[a-z]+)\\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
