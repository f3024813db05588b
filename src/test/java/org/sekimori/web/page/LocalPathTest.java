package org.sekimori.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/%zz",
                "/console/..",
                "/console/../my",
                "/console/.",
                "/console/%2e%2e/my/enter?token=x",
                "/console/%2E./my",
                "/console/a%2f..%2fmy",
                "/console/a%5c..",
                "/console/%252e%252e/my",
                "/console//evil.example",
                "//evil.example/console/"
            })
    void whatLeavesTheRootOrIsNoPathIsNotFollowed(String next) {
        assertThat(LocalPath.below("/console", next, "/console/")).isEqualTo("/console/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/cases?state=open&q=a%2Fb",
                "/console/accounts/bob%40isp.example",
                "/console"
            })
    void aPlaceBelowTheRootIs(String next) {
        assertThat(LocalPath.below("/console", next, "elsewhere")).isEqualTo(next);
    }
}
