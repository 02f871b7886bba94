/**
 * On every page of a sealed edition: start the verifying worker, and say in one quiet line what readers should know.
 * The page is complete without it. It is written in the language of 2017 (no ?., no ??): a browser that cannot verify is an
 * old one, and must be able to read this to say so. The press fills in WORDS, {language: {unverified, late, alarm}}.
 */
(async () => {
  const root = new URL(".", document.currentScript.src);
  const language = document.documentElement.lang;
  const texts = WORDS[language] || WORDS[language.split("-")[0]];
  const workers = navigator.serviceWorker;
  // A copy on a stick has no server to distrust, and no browser verifies there: `skaryna verify` does.
  if (!texts || !/^http/.test(location.protocol)) return;

  const say = (text) => {
    const line = document.createElement("p");
    line.className = "seal";
    line.setAttribute("role", "note");
    line.textContent = text;
    const main = document.querySelector("main");
    main.insertBefore(line, main.firstChild);
  };

  const day = (date) => {
    // Browsers know no Łacinka, and would tell the month in the other alphabet.
    const known = !language.includes("-") && Intl.DateTimeFormat.supportedLocalesOf(language).length;
    const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return known ? new Date(date).toLocaleDateString(language == "en" ? "en-GB" : language, form) : date;
  };

  const offer = () => {
    for (const button of document.querySelectorAll("button.keep[hidden]")) {
      button.hidden = false;
      button.onclick = () => {
        const script = document.createElement("script");
        script.src = new URL("keep.js", root);
        // It takes the buttons over, and this press with them.
        script.onload = () => button.click();
        document.head.append(script);
      };
    }
  };

  try {
    // A key of this kind is made and dropped: the one way to ask whether a browser can verify.
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    AbortSignal.any([]);
    workers.onmessage = ({ data }) => {
      if (data.alarm) say(texts.alarm);
      if (data.late) say(texts.late.replace("{date}", day(data.confirmed)));
    };
    workers.startMessages();
    if (workers.controller) {
      workers.controller.postMessage("");
      // Without a network the browser may take its time to say that the worker is there, which it is.
      offer();
    }
    await workers.register(new URL("worker.js", root), { scope: root.pathname, updateViaCache: "none" });
    await workers.ready;
    offer();
  } catch (error) {
    if (!workers || !workers.controller) say(texts.unverified);
  }
})();
