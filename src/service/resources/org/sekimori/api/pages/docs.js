// Puts Swagger UI in the place of the plain page, which stays where this does not run or the description cannot be read.
"use strict";

const place = document.getElementById("try");
const plain = document.getElementById("plain");

window.SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
  // A key must not outlive the page.
  persistAuthorization: false,
  // Nothing is asked of another host.
  validatorUrl: null,
  onComplete: () => {
    plain.hidden = true;
    document.documentElement.classList.add("swagger");
  },
});
