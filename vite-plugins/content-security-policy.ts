import type { Plugin } from "vite";

/** Everything comes from the page's own origin, and nothing inline runs. `data:` images are the browser's own data. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** What a host should send with every file; `public/_headers` says the same to hosts that read it. */
export const responseHeaders: Readonly<Record<string, string>> = {
  // A page cannot forbid its framing from within: `frame-ancestors` counts in the header only.
  "Content-Security-Policy": `${POLICY}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/**
 * Writes the policy into the built page, for hosts whose headers nobody can set.
 *
 * Build only: the development server injects an inline script (React's refresh) that the policy forbids.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: "headroom:content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
