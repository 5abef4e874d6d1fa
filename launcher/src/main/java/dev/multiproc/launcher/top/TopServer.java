package dev.multiproc.launcher.top;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.multiproc.MultiprocessingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Shows the latest sample in a browser of this machine. It listens on the loopback interface only, and answers only requests with the
 * token of its URL, so that no other user and no page of the network sees the session; and only those for its own host name, so that a
 * page of the network cannot reach it under another name. It changes nothing.
 */
final class TopServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 16;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_METHOD = 405;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final String token;
    private final byte[] page;
    private volatile byte[] sample = "{}".getBytes(StandardCharsets.UTF_8);

    private TopServer(HttpServer server, String token, byte[] page) {
        this.server = server;
        this.token = token;
        this.page = page;
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any that is free
     */
    static TopServer start(int port) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        try (InputStream html = TopServer.class.getResourceAsStream("top.html")) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            TopServer shown = new TopServer(server, HexFormat.of().formatHex(random), html.readAllBytes());
            server.createContext("/", shown::handle);
            server.start();
            return shown;
        } catch (BindException e) {
            throw new MultiprocessingException("port " + port + " is in use: give another, or none for any", e);
        }
    }

    String url() {
        return "http://" + host() + "/?token=" + token;
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void show(String json) {
        sample = json.getBytes(StandardCharsets.UTF_8);
    }

    private void handle(HttpExchange request) throws IOException {
        try (request) {
            if (!isAllowed(request)) {
                answer(request, FORBIDDEN, TEXT, "the URL has no valid token\n".getBytes(StandardCharsets.UTF_8));
            } else if (!request.getRequestMethod().equals("GET")) {
                answer(request, NO_SUCH_METHOD, TEXT, "GET only\n".getBytes(StandardCharsets.UTF_8));
            } else {
                switch (request.getRequestURI().getPath()) {
                    case "/" -> answer(request, OK, HTML, page);
                    case "/sample" -> answer(request, OK, JSON, sample);
                    default -> answer(request, NOT_FOUND, TEXT, "not found\n".getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private boolean isAllowed(HttpExchange request) {
        List<String> hosts = request.getRequestHeaders().getOrDefault("Host", List.of());
        String localhost = host().replace("127.0.0.1", "localhost");
        String query = request.getRequestURI().getQuery();
        byte[] given = (query == null ? "" : query).getBytes(StandardCharsets.UTF_8);
        byte[] expected = ("token=" + token).getBytes(StandardCharsets.UTF_8);
        return (hosts.equals(List.of(host())) || hosts.equals(List.of(localhost)))
                && MessageDigest.isEqual(given, expected);
    }

    private static void answer(HttpExchange request, int code, String type, byte[] body) throws IOException {
        request.getResponseHeaders().set("Content-Type", type);
        request.getResponseHeaders().set("Cache-Control", "no-store");
        request.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        request.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        request.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self';"
                                + " frame-ancestors 'none'; base-uri 'none'");
        request.sendResponseHeaders(code, body.length);
        request.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
