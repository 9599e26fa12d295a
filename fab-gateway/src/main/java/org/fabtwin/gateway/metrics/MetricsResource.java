/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.metrics;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.fabtwin.gateway.http.Resource;
import org.fabtwin.gateway.http.Responses;

/** {@code GET /metrics}: OpenMetrics, or Prometheus' older text where the client accepts only that. Stateless; any event loop. */
public final class MetricsResource implements Resource {
    private final GatewayMetrics metrics;
    private final OpenMetricsTextFormatWriter openMetrics =
            OpenMetricsTextFormatWriter.builder().build();
    private final PrometheusTextFormatWriter older =
            PrometheusTextFormatWriter.builder().build();

    public MetricsResource(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final String accepted = request.headers().get(HttpHeaderNames.ACCEPT, "");
        final ExpositionFormatWriter writer =
                accepted.contains("text/plain") && !openMetrics.accepts(accepted) ? older : openMetrics;
        final ByteArrayOutputStream text = new ByteArrayOutputStream(8 << 10);
        try {
            writer.write(text, metrics.registry().scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Responses.text(
                channel,
                request,
                HttpResponseStatus.OK,
                writer.getContentType(),
                text.toString(StandardCharsets.UTF_8));
    }
}
