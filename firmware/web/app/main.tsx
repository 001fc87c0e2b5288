/** The page of the adapter in the browser. */
import { render } from "preact";
import { App } from "./app.js";
import "./style.css";

render(<App />, document.getElementById("page") as HTMLElement);
