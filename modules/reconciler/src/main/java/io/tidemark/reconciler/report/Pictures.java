package io.tidemark.reconciler.report;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.verify.Verify.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The pictures of a page, as SVG within it. Pure. */
final class Pictures {

    private static final double WIDTH = 1_000;
    private static final double NARROWEST = 0.5;

    private Pictures() {}

    /** A tick, a cross or an exclamation mark. */
    static String sign(Verdict verdict) {
        String lines = switch (verdict) {
            case IN_SYNC -> "M20 34 L29 43 L46 23";
            case DRIFT -> "M22 22 L42 42 M42 22 L22 42";
            case INCOMPLETE -> "M32 17 L32 36 M32 44 L32 46";
        };
        return "<svg class=\"sign\" viewBox=\"0 0 64 64\" aria-hidden=\"true\"><circle cx=\"32\" cy=\"32\" r=\"29\"/>"
                + "<path d=\"" + lines + "\"/></svg>\n";
    }

    /** A bar of all parts, as wide as the page; each says its number when it is pointed at. */
    static String bar(List<Share> shares) {
        String said = shares.stream()
                .filter(share -> share.count() > 0)
                .map(share -> Amounts.count(share.count()) + " " + share.name())
                .collect(Collectors.joining(", "));
        StringBuilder bar = new StringBuilder("<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\""
                + " role=\"img\" aria-label=\"" + (said.isEmpty() ? "nothing was compared" : said) + "\">");
        bar.append("<rect class=\"nothing\" x=\"0\" y=\"0\" width=\"1000\" height=\"20\"/>");
        double x = 0;
        for (Share share : shares) {
            double width = share.width() * WIDTH;
            if (width > NARROWEST) {
                bar.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"20\"><title>%s %s</title></rect>",
                        share.name(),
                        x,
                        width,
                        Amounts.count(share.count()),
                        share.name()));
            }
            x += width;
        }
        return bar.append("</svg>\n").toString();
    }
}
