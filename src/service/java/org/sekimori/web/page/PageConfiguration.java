package org.sekimori.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What all pages share. */
@Configuration(proxyBeanMethods = false)
@Import({PageAssets.class, AssetController.class, PageTimes.class, PageSentences.class})
public class PageConfiguration implements WebMvcConfigurer {

    private static final String MESSAGES = "org/sekimori/web/messages/";
    private static final String ENGLISH = "_en.properties";

    /** Every {@code …_en.properties} of the folder of messages with its Japanese: one file for each family of pages. */
    @Bean
    MessageSource messageSource() {
        try {
            String[] names = Arrays.stream(new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:" + MESSAGES + "*" + ENGLISH))
                    .map(file -> Objects.toString(file.getFilename()))
                    .map(file -> MESSAGES + file.substring(0, file.length() - ENGLISH.length()))
                    .sorted()
                    .toArray(String[]::new);
            ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
            messages.setBasenames(names);
            messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
            messages.setFallbackToSystemLocale(false);
            messages.setAlwaysUseMessageFormat(true);
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its own messages", e);
        }
    }

    @Bean
    LocaleResolver localeResolver() {
        return new PageLocaleResolver();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PageInterceptor());
    }
}
