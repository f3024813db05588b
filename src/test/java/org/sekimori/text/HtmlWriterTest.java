package org.sekimori.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HtmlWriterTest {

    private final HtmlWriter html = new HtmlWriter();

    @Test
    void textsAndAttributesAreEscaped() {
        html.element("p", "<script>&\"'", "title", "\" onclick='x'");

        assertThat(html.toString())
                .isEqualTo("<p title=\"&quot; onclick=&#39;x&#39;\">&lt;script&gt;&amp;&quot;&#39;</p>\n");
    }

    @Test
    void whatXmlCannotHoldIsReplaced() {
        assertThat(html.text("a\u0000\uD800b\uFFFE\uD83D\uDE00é\n").toString())
                .isEqualTo("a\uFFFD\uFFFDb\uFFFD\uD83D\uDE00é\n");
    }

    @Test
    void aStyleSheetCannotEndItsElement() {
        assertThatIllegalArgumentException().isThrownBy(() -> html.style("p {} </STYLE><script>"));
        html.doctype().style("a > b {}");
        assertThat(html.toString()).isEqualTo("<!DOCTYPE html>\n<style>a > b {}</style>\n");
    }
}
