#!/usr/bin/env -S python3 -B
"""Each page of a signed-in operator as a browser paints it, and how long a posted call takes to its card on Now: median and p99 of
both, on a journal of the generator that ends today, and whether they are within the bounds."""
import argparse, json, sys, time
from browser import Browser
from server import OPERATOR, PASSWORD, PATH, Server, percentile

PAINT_BOUND_MS, CARD_BOUND_MS = 1000, 300
PAGES = {"Now": ("/", ".figures, .cards"), "Call back": ("/callbacks", "table.list, .quiet"), "Calls": ("/calls", "table.list tbody tr"),
         "Call": ("/calls/{uuid}", ".explanation"), "Figures": ("/figures", ".chart"), "Deliveries": ("/deliveries", "table.list tbody tr")}
# The first paint that shows what the page is for. All of a page but what moves on it comes in one answer, so that is the first paint of
# all; should it come later, the frame counts in which it is there.
PAINTED = """new Promise(tell => {
  let isLate = false;
  const look = () => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    if (!document.querySelector(%s)) isLate = true;
    else if (paint) return tell(isLate ? performance.now() : paint.startTime);
    requestAnimationFrame(look);
  };
  look();
})"""
# In the page, with its clock: from before the post is sent until the frame that shows the card.
SEND = """new Promise((tell, fail) => {
  const uuid = %s, started = performance.now();
  const shown = new MutationObserver(() => {
    if (!document.querySelector(`.cards > li[data-uuid="${uuid}"]`)) return;
    shown.disconnect();
    requestAnimationFrame(() => tell(performance.now() - started));
  });
  shown.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => fail('The card does not appear.'), 10000);
  fetch(%s, { method: 'POST', credentials: 'omit', headers: { Authorization: %s, 'Content-Type': 'application/json' }, body: %s })
    .then(answer => answer.ok || fail('The post was answered ' + answer.status));
})"""


def sign_in(browser, address):
    browser.open(address + "/sign-in")
    browser.evaluate(f"""document.querySelector('[name=UserName]').value = {json.dumps(OPERATOR)};
        document.querySelector('[name=Password]').value = {json.dumps(PASSWORD)}; document.querySelector('form.sign-in').requestSubmit()""")
    until(browser, "!!document.querySelector('header.bar')")


def until(browser, expression):
    for _ in range(2000):
        if browser.evaluate(expression):
            return
        time.sleep(0.01)
    sys.exit(f"Not within 20 s: {expression}")


def paints(browser, address, sought, loads, is_cold):
    values = []
    for _ in range(loads + 1):
        browser.open("about:blank")
        if is_cold:
            browser.call("Network.clearBrowserCache")
        browser.open(address)
        values.append(browser.evaluate(PAINTED % json.dumps(sought)))
    return values[1:]


def cards(browser, server, count):
    hook, values = server.hook(), []
    browser.open(f"http://127.0.0.1:{server.port}/")
    until(browser, "!!document.querySelector('[data-live=on]')")
    for number in range(count + 3):
        uuid = f"page-{time.time_ns()}"
        body = json.dumps({"event_type": "call_init", "uuid": uuid, "caller": 905321112233 + number, "callee": 908505550000, "direction": "IN",
                           "timestamp": time.time_ns() // 1000})
        values.append(browser.evaluate(SEND % tuple(json.dumps(each) for each in (uuid, PATH, hook.headers["Authorization"], body))))
        hook.post(json.dumps({"event_type": "call_hangup", "uuid": uuid, "timestamp": time.time_ns() // 1000}))
        # At no fixed distance from the beat of the page.
        time.sleep(0.3 + number % 7 / 20)
    return values[3:]


def tell(name, values, bound):
    p50, p99 = percentile(values, 0.5), percentile(values, 0.99)
    print(f"{name:24} {len(values):4} times  p50 {p50:7.1f}  p99 {p99:7.1f} ms" + ("  TOO SLOW" if p99 > bound else ""), flush=True)
    return p99 <= bound


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journal", help="made by: generate --events 1000000 --days 90 --end TODAY")
    arguments.add_argument("--loads", type=int, default=20, help="of each page")
    arguments.add_argument("--calls", type=int, default=60, help="that are posted")
    arguments.add_argument("--warm", action="store_true", help="leaves the browser its cache")
    arguments.add_argument("--browser", default="chromium")
    arguments.add_argument("--only", choices=("pages", "cards"))
    options = arguments.parse_args()
    good = True
    with Server(options.journal) as server, Browser(options.browser) as browser:
        server.wait_until_indexed()
        address = f"http://127.0.0.1:{server.port}"
        sign_in(browser, address)
        if options.only != "cards":
            uuid = json.loads(server.operator().get("/api/calls", outcome="answered", limit=1)[1])["items"][0]["uuid"]
            for name, (path, sought) in PAGES.items():
                good &= tell(name, paints(browser, address + path.replace("{uuid}", uuid), sought, options.loads, not options.warm), PAINT_BOUND_MS)
        if options.only != "pages":
            good &= tell("from the post to the card", cards(browser, server, options.calls), CARD_BOUND_MS)
        print(f"peak RSS {server.peak_megabytes():.0f} MB")
    sys.exit(None if good else f"A p99 is over {PAINT_BOUND_MS} ms for a page or {CARD_BOUND_MS} ms for a card.")


if __name__ == "__main__":
    main()
