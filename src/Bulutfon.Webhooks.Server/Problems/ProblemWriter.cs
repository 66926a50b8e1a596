using System.Diagnostics;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>
/// Writes a problem to every client. The framework's own writer writes none to one that accepts text/csv or
/// text/event-stream alone, who then learns nothing of the mistake in his query.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string MediaType = "application/problem+json";
    private const string TraceMember = "trace_id";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        var status = problem.Status ??= http.Response.StatusCode;
        if (!problem.Extensions.ContainsKey(Problem.CodeMember))
        {
            var code = ProblemStatus.CodeOf(status);
            problem.Extensions[Problem.CodeMember] = code;
            problem.Type = Problem.TypePrefix + code;
            problem.Title ??= ProblemStatus.TitleOf(status);
            problem.Detail ??= ProblemStatus.DetailOf(status, http);
        }

        ProblemNote.Set(http, problem);
        problem.Extensions[TraceMember] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        http.Response.StatusCode = status;
        // Given no token, it ends quietly when the client hangs up.
        await http.Response.WriteAsJsonAsync(problem, options: null, MediaType, CancellationToken.None);
    }
}
