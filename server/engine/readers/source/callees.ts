/** What a call is for, by its name. */

/** Talks about a value instead of using it: assertions, messages, comparisons, links. */
const SILENT =
  /^httptest\.|(?:^|[.:])(?:assert\w*|expect\w*|should\w*|print\w*|log|logs|debug|info|warn|warning|error|trace|console|logger|logging|raise|toBe\w*|toEqual\w*|toContain\w*|toMatch\w*|equal|equals|deepEqual|strictEqual|Equal|NotEqual|Contains|Errorf|Fatalf|Logf|Printf|Println|println|panic|puts|format_help|add_argument_group|Error|Exception|ValueError|throw|bail!?|eq|eql|stub_request|error|fail|abort|die|anyhow!?|ensure!?|assert_eq!?|println!?|eprintln!?|format_err!?|panic!?|link|href|open_new_tab|webbrowser\.open|includes|indexOf|\w*(?:[sS]tarts_?[wW]ith|[eE]nds_?[wW]ith|[cC]ontains|[mM]atches|Exception|Error)|(?:[hH]as|[tT]rim|Cut)(?:Prefix|Suffix)|EqualFold|HasPrefix|strpos|str_contains|preg_match|Equals|equalsIgnoreCase|match|search|split)$/
/** The chain of an assertion, whatever its last link is called: `assertThat(url).isEqualTo(…)`, `url.Should().Be(…)`. */
const ASSERTS = /^(?:expect|assert\w*|sinon\.assert|verify)[.:]|[.:][sS]hould[.:]|[.:]test$|^(?:Log|Timber)\.[dewiv]$/
/** Holds the body of a test: clients are built there, but what is requested is answered by a stand-in. */
const TEST = /^(?:describe|it|test)(?:\.(?!test$)\w+)*$/
/** Sends a request to an address among its arguments. */
const REQUEST =
  /^(?:\$?fetch|ofetch|ky|got|axios|request|urlopen|curl_init|curl_setopt|nock)$|(?:^|[.:>])(?:fetch|urlopen|NewRequest|NewRequestWithContext|HttpPost|HttpGet|newCall|curl_setopt|PostAsync|GetAsync|SendAsync|PostAsJsonAsync|postForObject|postForEntity|exchange|HttpRequestMessage|fetchEventSource|UrlFetchApp\.fetch|GetStringAsync|sendRequest|http_request|HTTParty\.post)$|^(?:[\w$.>]*(?:axios|requests|httpx|session|client|http|got|ky|superagent|aiohttp|needle|ureq|reqwest|Faraday|conn|RestClient|instance|request|api)[\w$]*)[.:>]+(?:get|post|put|patch|delete|request|stream|head|Get|Post|Do|uri|url)$/i
/** Builds a client of HTTP: the base address, or the host alone, is its first argument. */
const HTTP_CLIENT = /(?:^|[.:])(?:HTTPS?Connection|ClientSession|(?:Web|Rest)Client\.create)$/
/** Takes a base address as a positional argument. */
const POSITIONAL =
  /(?:base_?ur[li]|api_?base|endpoint|base_?uri|base_?path|withbaseurl|setbaseurl|azureconfig|openaiapi|newclient|defaultconfig|reverseproxy|newsinglehostreverseproxy|azureopenaiclient|uri)$/i
/** The same in the letter case of any language. */
const HTTP_CLIENT_IN_ANY_CASE = new RegExp(HTTP_CLIENT.source, 'i')
/** Gives an environment variable a value: name, then value. */
const SETS_ENV =
  /^(?:os\.environ\.setdefault|os\.Setenv|os\.putenv|core\.exportVariable|Environment\.SetEnvironmentVariable|System\.setProperty|std::env::set_var|env::set_var|setenv|putenv|define|process\.env\.set|Deno\.env\.set|monkeypatch\.setenv|t\.Setenv|viper\.SetDefault|cy\.stub)$/
/** Builds a reverse proxy to its target. */
const PROXY =
  /(?:createProxyMiddleware|httpProxy|createProxyServer|NewSingleHostReverseProxy|proxyRequest|sendProxy|ProxyPass|legacyCreateProxyMiddleware)$|^(?:proxy|reverse_proxy|expressHttpProxy|ProxyView\.as_view|proxy\w*\.(?:web|ws)|\w+\.SetURL)$/
/** Reads an env file that may be named among its arguments. */
const ENV_FILE =
  /^(?:load_dotenv|dotenv_values|find_dotenv|dotenv\.(?:load_dotenv|dotenv_values|config|load|overload)|dotenv|loadEnv|config|dotenvConfig|(?:process\.)?loadEnvFile|require\.config|(?:env|environ\.Env|environ|Env|self\.env)\.read_env(?:file)?|RepositoryEnv|godotenv\.(?:Load|Overload|Read)|viper\.SetConfigFile|Dotenv\.(?:load|overload)|DotEnv\.Load|(?:DotNetEnv\.)?Env\.(?:Load|TraversePath\.Load)|DotEnv\.(?:Fluent|Config)|dotenvy::from_(?:path|filename)|dotenv::from_(?:path|filename)|(?:\w+[.:\\]+)*Dotenv(?:::|\.)create\w*|Dotenv\.configure(?:\.\w+)*|(?:\$?dotenv|Dotenv)(?:\.|->|::)(?:load|loadEnv|overload|bootEnv|usePutenv\.load)|dotenv\.filename|@?(?:Test)?PropertySource|SettingsConfigDict)$/

/** Runs a command line, or a program with its arguments. */
const SHELL =
  /(?:^|[.:])(?:system|popen|Popen|execSync|exec|shell_exec|check_output|check_call|run|call|spawn|spawnSync|getoutput|passthru|execa|sh|Command|ProcessBuilder)$/
/** Declares an option of a command line: name, default, variable. */
const OPTION =
  /(?:^|[.:])(?:add_argument|add_option|option|Option|Argument|argument|arg|clap|addOption|DEFINE_string|String(?:Var)?P?|StringFlag)$/

export const isShell = (callee: string): boolean => SHELL.test(callee)
export const isOption = (callee: string): boolean => OPTION.test(callee)
export const isSilent = (callee: string): boolean => SILENT.test(callee) || ASSERTS.test(callee)
export const isTest = (callee: string): boolean => TEST.test(callee)
export const isRequest = (callee: string): boolean => REQUEST.test(callee)
export const isHttpClient = (callee: string): boolean => HTTP_CLIENT.test(callee)
export const takesAddress = (callee: string): boolean => POSITIONAL.test(callee) || HTTP_CLIENT_IN_ANY_CASE.test(callee)
export const setsEnv = (callee: string): boolean => SETS_ENV.test(callee)
export const isProxy = (callee: string): boolean => PROXY.test(callee)
export const readsEnvFile = (callee: string): boolean => ENV_FILE.test(callee)
