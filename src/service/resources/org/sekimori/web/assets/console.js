/* What every page of the console does by script; pages work without it where they only show or ask one thing. */
"use strict";
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="form-token"]');
  if (token && token.content) {
    event.detail.headers["X-Form-Token"] = token.content;
  }
});
/* A menu closes when something else is chosen, or by Escape. */
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
});
