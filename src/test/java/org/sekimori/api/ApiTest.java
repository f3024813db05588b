package org.sekimori.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.sekimori.geo.GatewayWatch;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.Account;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The API on a real web server, over a log in memory. All classes share the server; each test begins with an empty log. */
@SpringBootTest(classes = ApiTest.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class ApiTest {

    static final String ALICE = "/v1/accounts/alice@isp.example/grants";

    @Autowired
    MemoryLog log;

    @Autowired
    TestClock clock;

    @Autowired
    ApiSettings settings;

    @Autowired
    Environment environment;

    @BeforeEach
    void emptyLog() {
        log.reset();
        clock.reset();
    }

    /** The command line on the same machine. */
    Client local() {
        try {
            String key = Files.readString(settings.keys().resolve(KeyFile.LOCAL_NAME));
            return nobody().withKey(key.strip());
        } catch (IOException e) {
            throw new AssertionError("the first start made no key", e);
        }
    }

    Client nobody() {
        return new Client("http://127.0.0.1:" + environment.getProperty("local.server.port"), null, List.of());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ApiConfiguration.class)
    static class Application {

        @Bean
        MemoryLog log() {
            return new MemoryLog();
        }

        @Bean
        TestClock clock() {
            return new TestClock();
        }

        @Bean
        Account.Naming naming() {
            return new Account.Naming("isp.example", "+");
        }

        @Bean
        OriginResolver origins(Clock clock) {
            return OriginResolver.open(GeoFiles.NONE, clock);
        }

        @Bean
        GatewayWatch gateways() {
            return new GatewayWatch();
        }

        @Bean
        ApiSettings settings() throws IOException {
            Path data = Files.createTempDirectory("sekimori-api");
            return new ApiSettings(data.resolve("keys"), Duration.ofMillis(500));
        }
    }
}
