import { useEffect, useState } from "react";

/** True once the page has loaded and the browser is idle: the chart library must not delay the answer. */
export function useAfterLoad(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const whenIdle = (): void => {
      if ("requestIdleCallback" in window) window.requestIdleCallback(() => setReady(true), { timeout: 1500 });
      else setTimeout(() => setReady(true), 200);
    };
    if (document.readyState === "complete") whenIdle();
    else window.addEventListener("load", whenIdle, { once: true });
    return () => window.removeEventListener("load", whenIdle);
  }, []);
  return ready;
}
