import { answerLive } from "#lib/live/answer";
import type { Outlet } from "#lib/live/streams";

/** A browser that lets so many messages wait is dropped. */
const mostWaiting = 64;

/** The stream of changes as a Next route: the same answers as on node:http. */
export async function streamWeb(request: Request): Promise<Response> {
  const answer = await answerLive(request.headers, new URL(request.url).search);
  const body = "open" in answer ? streamOf(answer.open, request.signal) : answer.body;
  return new Response(body, { status: answer.status, headers: answer.headers });
}

function streamOf(open: (outlet: Outlet) => () => void, signal: AbortSignal): ReadableStream<Uint8Array> {
  let leave = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const outlet = outletOf(controller);
      leave = open(outlet);
      const gone = () => {
        leave();
        outlet.end();
      };
      if (signal.aborted) gone();
      else signal.addEventListener("abort", gone, { once: true });
    },
    cancel: () => leave(),
  });
}

function outletOf(controller: ReadableStreamDefaultController<Uint8Array>): Outlet {
  return {
    write(message) {
      try {
        controller.enqueue(message);
        return (controller.desiredSize ?? 0) >= -mostWaiting;
      } catch {
        // Closed or broken from the other side: nobody to tell.
        return false;
      }
    },
    end() {
      try {
        controller.close();
      } catch {
        // Closed from the other side already.
      }
    },
  };
}
