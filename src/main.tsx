import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followAddress } from "./ui/address-bar.ts";
import { App } from "./ui/app.tsx";

await followAddress();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
