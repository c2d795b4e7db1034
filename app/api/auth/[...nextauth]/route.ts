import type { NextRequest } from "next/server";
import nextAuth from "next-auth";
import { answerTo } from "#lib/api/answer-to";
import { authOptions } from "#lib/auth/options";
import { databaseAway } from "#lib/refusal";

type Context = { params: Promise<{ nextauth: string[] }> };

function answer(request: NextRequest, context: Context): Promise<Response> {
  return answerTo(request, async () => {
    let isAway = false;
    const answered: Response = await nextAuth(
      request,
      context,
      authOptions(() => {
        isAway = true;
      }),
    );
    if (isAway) throw databaseAway();
    return answered;
  });
}

export { answer as GET, answer as POST };
