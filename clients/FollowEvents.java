/* SPDX-License-Identifier: Apache-2.0 */
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a gateway's events over a WebSocket with JSON (fab.json.v1); the JDK only. Prints each event, tells notices on standard
 * error, and goes on behind the last event after a break.
 * <pre>java clients/FollowEvents.java http://localhost:8088 'type=TrackIn&tool=Me' [earliest|latest|EPOCH:POSITION]</pre>
 */
final class FollowEvents implements WebSocket.Listener {
    // Keys come in a fixed order, so patterns do; a program with a JSON library reads "id" and "type".
    private static final Pattern EVENT = Pattern.compile("\"id\":\"(\\d+:\\d+)\"");
    private static final Pattern NOTICE = Pattern.compile(
            "\"type\":\"org\\.fabtwin\\.stream\\.(\\w+)\".*\"epoch\":(\\d+),\"from\":(-?\\d+),\"to\":(\\d+)");

    private final StringBuilder message = new StringBuilder();
    private String place;
    private boolean hasHeard, isRefused;
    private CompletableFuture<String> over;

    public static void main(String[] arguments) throws Exception {
        final String address = arguments[0].replaceFirst("^http", "ws") + "/v1/events?";
        final String conditions = arguments.length > 1 && !arguments[1].isEmpty() ? "&" + arguments[1] : "";
        final FollowEvents events = new FollowEvents();
        events.place = "from=" + (arguments.length > 2 ? arguments[2] : "latest");
        for (long pauseMs = 200; !events.isRefused; pauseMs = Math.min(2 * pauseMs, 10_000)) {
            final String why = events.follow(URI.create(address + events.place + conditions));
            pauseMs = events.hasHeard ? 200 : pauseMs;
            System.err.println(why + "; going on with " + events.place + " in " + pauseMs + " ms");
            Thread.sleep(pauseMs);
        }
        System.exit(1);
    }

    private String follow(URI address) throws InterruptedException {
        final WebSocket.Builder socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("fab.json.v1");
        if (System.getenv("FAB_TOKEN") != null) {
            socket.header("Authorization", "Bearer " + System.getenv("FAB_TOKEN"));
        }
        over = new CompletableFuture<>();
        message.setLength(0);
        hasHeard = false;
        try {
            socket.buildAsync(address, this).get();
            return over.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException no && no.getResponse().statusCode() / 100 == 4) {
                isRefused = no.getResponse().statusCode() != 429;
                return "the server answered " + no.getResponse().statusCode();
            }
            return e.getCause().toString();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
        hasHeard = true;
        message.append(part);
        if (isLast) {
            message.toString().lines().forEach(this::onLine);
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void onLine(String line) {
        final Matcher event = EVENT.matcher(line);
        final Matcher notice = NOTICE.matcher(line);
        if (event.find()) {
            System.out.println(line);
            place = "after=" + event.group(1);
        } else if (notice.find()) {
            System.err.println(line);
            isRefused |= notice.group(1).equals("refused");
            // What lies before these places has been sent, or is lost; who fell behind or begins anew goes on at "from".
            final boolean isFrom = notice.group(1).equals("fellBehind") || notice.group(1).equals("reset");
            place = "from=" + notice.group(2) + ":" + notice.group(isFrom ? 3 : 4);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        over.complete("closed: " + status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        over.complete(error.toString());
    }
}
