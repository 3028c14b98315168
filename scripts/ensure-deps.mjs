// So that `npm start` and `npm test` work in a fresh clone.
import { ensurePackages } from "./packages.mjs";

ensurePackages();
