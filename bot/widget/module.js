// What frameworks import: makes <bpo-chat> known.

import { define } from "./element.js";

define();
