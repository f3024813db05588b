package org.sekimori.lab.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class EvaluationHtmlRendererTest {

    private static final EvaluationReport FULL = SampleEvaluationReports.full();
    private static final String PAGE = EvaluationHtmlRenderer.of(FULL);

    @Test
    void holdsAllThatTheReportHolds() throws Exception {
        String text = parsed(PAGE).getDocumentElement().getTextContent();

        FULL.weaknesses().forEach(weakness -> assertThat(text.replace("`", "")).contains(weakness.replace("`", "")));
        FULL.goals().forEach(goal -> assertThat(text).contains(goal.goal(), goal.wanted()));
        FULL.worlds().forEach(world -> {
            world.attacks().forEach(row -> assertThat(text).contains(row.attack()));
            world.honest().forEach(row -> assertThat(text).contains(row.honest()));
            world.rules().forEach(row -> assertThat(text).contains(row.rule()));
            world.detectors().forEach(row -> assertThat(text).contains(row.detector()));
        });
        FULL.sweeps().forEach(sweep -> assertThat(text).contains(sweep.assumption()));
        assertThat(text).contains(FULL.setup().rulebook(), "A lone ` stays.");
    }

    @Test
    void weaknessesComeBeforeGoalsAndGoalsBeforeFigures() {
        assertThat(PAGE.indexOf("id=\"weaknesses\"")).isPositive().isLessThan(PAGE.indexOf("id=\"goals\""));
        assertThat(PAGE.indexOf("id=\"goals\"")).isLessThan(PAGE.indexOf("<figure"));
    }

    @Test
    void goalsAreMetOrMissedInWords() throws Exception {
        List<String> rows = texts(parsed(PAGE), "tr");

        assertThat(rows).anySatisfy(row -> assertThat(row).contains("fast attacks caught", "MISSED", "missed: 0.97"));
        assertThat(rows).anySatisfy(row -> assertThat(row).contains("false flags in", "met", "0.90"));
    }

    @Test
    void textsAreEscaped() throws Exception {
        assertThat(PAGE).contains("&lt;script&gt;alert(1)&lt;/script&gt;&#39; &amp; &quot;more&quot;");
        assertThat(texts(parsed(PAGE), "code"))
                .anySatisfy(code -> assertThat(code).contains("<script>alert(1)</script>' & \"more\" \uFFFD"));
    }

    @Test
    void loadsNothingAndRunsNothing() throws Exception {
        Document page = parsed(PAGE);

        for (String name : List.of("script", "link", "img", "iframe", "object", "use", "image")) {
            assertThat(page.getElementsByTagName(name).getLength()).as(name).isZero();
        }
        assertThat(PAGE).doesNotContain("http:", "https:", "url(", "@import", "src=");
        assertThat(elements(page, "a"))
                .allSatisfy(link -> assertThat(link.getAttribute("href")).startsWith("#"));
        assertThat(elements(page, "*")).allSatisfy(element -> {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName()).doesNotStartWith("on");
            }
        });
    }

    @Test
    void everyPictureSaysWhatItShowsAndNoIdComesTwice() throws Exception {
        Document page = parsed(PAGE);
        Set<String> ids = new HashSet<>();

        assertThat(elements(page, "*").stream()
                        .map(element -> element.getAttribute("id"))
                        .filter(id -> !id.isEmpty()))
                .allSatisfy(id -> assertThat(ids.add(id)).as(id).isTrue());
        assertThat(elements(page, "svg")).isNotEmpty().allSatisfy(svg -> assertThat(
                        svg.getAttribute("aria-labelledby").split(" "))
                .hasSize(2)
                .allMatch(ids::contains));
        assertThat(elements(page, "a"))
                .allMatch(link -> ids.contains(link.getAttribute("href").substring(1)));
        assertThat(elements(page, "table"))
                .allSatisfy(table -> assertThat(texts(table, "caption")).hasSize(1));
        assertThat(elements(page, "th")).allMatch(head -> head.hasAttribute("scope"));
    }

    @Test
    void worldsStandSideBySideInEveryFigure() throws Exception {
        Document page = parsed(PAGE);

        for (String id : List.of(
                "attacks-caught",
                "time-to-flag",
                "messages-until-flag",
                "honest-felt",
                "operating-curve",
                "precision")) {
            Element figure = elements(page, "figure").stream()
                    .filter(element -> element.getAttribute("id").equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(texts(figure, "h4")).as(id).containsExactly("The simulator", "The judge");
            assertThat(elements(figure, "svg")).as(id).hasSize(2);
        }
    }

    @Test
    void theSameReportIsTheSamePageInAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(EvaluationHtmlRenderer.of(SampleEvaluationReports.full()))
                    .isEqualTo(PAGE);
            assertThat(EvaluationHtmlRenderer.of(EvaluationReportCodec.read(EvaluationReportCodec.of(FULL))))
                    .isEqualTo(PAGE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void nothingIsDrawnOutsideItsPicture() throws Exception {
        for (Element svg : elements(parsed(PAGE), "svg")) {
            String[] box = svg.getAttribute("viewBox").split(" ");
            for (Element line : elements(svg, "line")) {
                assertThat(Double.parseDouble(line.getAttribute("x1"))).isBetween(0.0, Double.parseDouble(box[2]));
                assertThat(Double.parseDouble(line.getAttribute("y2"))).isBetween(0.0, Double.parseDouble(box[3]));
            }
        }
        assertThat(PAGE).doesNotContain("NaN", "Infinity");
    }

    @Test
    void anEvaluationOfNothingIsAPageToo() throws Exception {
        String page = EvaluationHtmlRenderer.of(SampleEvaluationReports.empty());

        assertThat(parsed(page).getDocumentElement().getTextContent())
                .contains("No attacks to draw.", "No other assumptions were played.", "no days were played");
        assertThat(page).doesNotContain("NaN", "Infinity");
    }

    @Test
    void noWorldIsAPageToo() throws Exception {
        EvaluationReport empty = SampleEvaluationReports.empty();

        parsed(EvaluationHtmlRenderer.of(
                new EvaluationReport(empty.setup(), List.of(), List.of(), List.of(), List.of())));
    }

    private static Document parsed(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(Document page, String name) {
        return texts(page.getDocumentElement(), name);
    }

    private static List<String> texts(Element within, String name) {
        return elements(within, name).stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    private static List<Element> elements(Document page, String name) {
        return elements(page.getDocumentElement(), name);
    }

    private static List<Element> elements(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
