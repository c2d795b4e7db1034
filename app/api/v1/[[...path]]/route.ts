import { answerTo } from "#lib/api/answer-to";
import { Refusal } from "#lib/refusal";

const nowhere = (request: Request) =>
  answerTo(request, async () => {
    throw new Refusal(
      "not_found",
      `There is nothing at ${new URL(request.url).pathname}. /api/openapi.json describes what there is.`,
    );
  });

export { nowhere as DELETE, nowhere as GET, nowhere as PATCH, nowhere as POST, nowhere as PUT };
