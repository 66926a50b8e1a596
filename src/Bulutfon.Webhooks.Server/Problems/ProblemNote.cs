using Microsoft.AspNetCore.Mvc;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>What the log says of a problem that was answered.</summary>
/// <param name="Code">The problem's code.</param>
/// <param name="RejectionId">Under which id the refused body is kept; null if it is not.</param>
internal sealed record ProblemNote(string Code, long? RejectionId)
{
    public const string RejectionMember = "rejection_id";

    private static readonly object NoteItem = new();

    public static ProblemNote? Find(HttpContext context) => context.Items[NoteItem] as ProblemNote;

    public static void Set(HttpContext context, ProblemDetails problem) => context.Items[NoteItem] = new ProblemNote(
        problem.Extensions[Problem.CodeMember] as string ?? "-",
        problem.Extensions.TryGetValue(RejectionMember, out var id) ? id as long? : null);
}
