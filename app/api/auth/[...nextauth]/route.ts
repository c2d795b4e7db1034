import type { NextRequest } from "next/server";
import nextAuth from "next-auth";
import { authOptions } from "#lib/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };

function answer(request: NextRequest, context: Context): Promise<Response> {
  return nextAuth(request, context, authOptions());
}

export { answer as GET, answer as POST };
