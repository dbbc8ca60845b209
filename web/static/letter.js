// The key of a scanned letter stands behind the « # »: it fills the form, and never leaves with an address.
"use strict";

const key = decodeURIComponent(location.hash.slice(1));
const field = document.getElementById("key");
if (field && !field.value && /^[A-Z0-9-]{12,20}$/.test(key)) {
  field.value = key;
  history.replaceState(null, "", location.pathname);
  document.getElementById("born").focus();
}
