"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useEffect, useState } from "react";
import { Toaster } from "#components/ui/toast";
import { TooltipProvider } from "#components/ui/tooltip";
import { stopSecondHalves } from "#lib/browser/second-tap";

/** What every page stands on: theme, URL state, cached reads, tooltips, notices. */
export function Providers({ nonce: given, children }: { nonce: string; children: ReactNode }) {
  const [queries] = useState(newQueryClient);
  const [nonce] = useState(() => keepNonce(given));
  useEffect(stopSecondHalves, []);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <NuqsAdapter>
        <QueryClientProvider client={queries}>
          <TooltipProvider>{children}</TooltipProvider>
          <Toaster />
        </QueryClientProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}

// Later answers come with nonces of their own; the browser goes by that of the page it loaded first. Radix's menus and
// dialogs look for it in this place when they add the style that keeps the page from scrolling.
function keepNonce(nonce: string): string {
  if (typeof window !== "undefined") Object.assign(window, { __webpack_nonce__: nonce });
  return nonce;
}

// What is live is told by SSE; a window that comes back checks once.
function newQueryClient() {
  return new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1, refetchOnWindowFocus: true } } });
}
