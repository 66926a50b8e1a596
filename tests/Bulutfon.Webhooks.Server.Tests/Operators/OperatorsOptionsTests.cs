using System.Security.Claims;
using Bulutfon.Webhooks.Server.Operators;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace Bulutfon.Webhooks.Server.Tests.Operators;

public sealed class OperatorsOptionsTests
{
    [Theory]
    [InlineData(null, "operator")]
    [InlineData("", "operator")]
    [InlineData("viewer", "viewer")]
    [InlineData("Admin", "admin")]
    public void The_role_is_operator_unless_set(string? configured, string role)
    {
        var account = Assert.Single(Bind(configured).Accounts);

        Assert.True(OperatorIdentity.Create(account).HasClaim(ClaimTypes.Role, role));
    }

    [Fact]
    public void An_unknown_role_is_an_error_that_lists_the_known_ones()
    {
        var result = new OperatorsOptionsValidator(new HostingEnvironment { EnvironmentName = "Production" })
            .Validate(name: null, Bind("superuser"));

        var error = Assert.Single(result.Failures!);
        Assert.StartsWith("Operators:0:Role: ", error, StringComparison.Ordinal);
        Assert.Contains("viewer, operator, admin", error, StringComparison.Ordinal);
    }

    private static OperatorsOptions Bind(string? role)
    {
        var options = new OperatorsOptions();
        OperatorsOptions.Bind(options, new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Operators:0:UserName"] = "ayşe",
                ["Operators:0:Password"] = "p",
                ["Operators:0:Role"] = role,
            })
            .Build());
        return options;
    }
}
