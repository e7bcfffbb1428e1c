// Starts GOV.UK Frontend where the browser can. Every page works without it.
const own = document.querySelector("script[data-frontend]");

document.body.classList.add("js-enabled", "govuk-frontend-supported");

import(own.dataset.frontend).then(({ initAll }) => initAll());
