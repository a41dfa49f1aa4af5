// What Foundation calls of libcurl, for programs that link Swift's libraries statically. The library is
// opened at the first call: with the thirty libraries that it needs, opening it takes longer than all
// else that a program does before it begins, and few runs speak HTTP.
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CURL_FUNCTIONS(F)                                                                 \
  F(int, curl_global_init, (long flags), (flags))                                         \
  F(char *, curl_version, (void), ())                                                     \
  F(void *, curl_version_info, (int age), (age))                                          \
  F(void, curl_free, (void *memory), (memory))                                            \
  F(void *, curl_easy_init, (void), ())                                                   \
  F(void, curl_easy_cleanup, (void *easy), (easy))                                        \
  F(int, curl_easy_pause, (void *easy, int what), (easy, what))                           \
  F(const char *, curl_easy_strerror, (int code), (code))                                 \
  F(void *, curl_multi_init, (void), ())                                                  \
  F(int, curl_multi_cleanup, (void *multi), (multi))                                      \
  F(int, curl_multi_add_handle, (void *multi, void *easy), (multi, easy))                 \
  F(int, curl_multi_remove_handle, (void *multi, void *easy), (multi, easy))              \
  F(int, curl_multi_assign, (void *multi, int socket, void *data), (multi, socket, data)) \
  F(void *, curl_multi_info_read, (void *multi, int *rest), (multi, rest))                \
  F(int, curl_multi_socket_action, (void *multi, int socket, int events, int *running),   \
    (multi, socket, events, running))                                                     \
  F(void *, curl_slist_append, (void *list, const char *text), (list, text))              \
  F(void, curl_slist_free_all, (void *list), (list))                                      \
  F(void *, curl_url, (void), ())                                                         \
  F(void, curl_url_cleanup, (void *url), (url))                                           \
  F(int, curl_url_get, (void *url, int part, char **text, unsigned flags),                \
    (url, part, text, flags))                                                             \
  F(int, curl_url_set, (void *url, int part, const char *text, unsigned flags),           \
    (url, part, text, flags))

// Those that take one argument of a type that depends on the second: always a pointer or an integer as
// wide as one.
#define CURL_VARIADIC_FUNCTIONS(F) \
  F(curl_easy_setopt)              \
  F(curl_easy_getinfo)             \
  F(curl_multi_setopt)

static struct {
#define DECLARE(result, name, parameters, arguments) result(*name) parameters;
#define DECLARE_VARIADIC(name) int (*name)(void *, int, ...);
  CURL_FUNCTIONS(DECLARE)
  CURL_VARIADIC_FUNCTIONS(DECLARE_VARIADIC)
} curl;

static void *find(void *library, const char *name) {
  void *function = dlsym(library, name);
  if (function == NULL) {
    fprintf(
        stderr, "octavo: error: libcurl.so.4 has no `%s`: it is too old, update libcurl\n", name);
    exit(69);
  }
  return function;
}

static void open_library(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(
        stderr,
        "octavo: error: HTTP needs libcurl, which cannot be opened: %s\n"
        "  = help: on Debian and Ubuntu, `apt-get install libcurl4` installs it\n",
        dlerror());
    exit(69);
  }
#define FIND(result, name, parameters, arguments) curl.name = find(library, #name);
#define FIND_VARIADIC(name) curl.name = find(library, #name);
  CURL_FUNCTIONS(FIND)
  CURL_VARIADIC_FUNCTIONS(FIND_VARIADIC)
}

static void require_library(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
}

#define DEFINE(result, name, parameters, arguments) \
  result name parameters {                          \
    require_library();                              \
    return curl.name arguments;                     \
  }
CURL_FUNCTIONS(DEFINE)

#define DEFINE_VARIADIC(name)                \
  int name(void *handle, int option, ...) {  \
    va_list arguments;                       \
    va_start(arguments, option);             \
    void *value = va_arg(arguments, void *); \
    va_end(arguments);                       \
    require_library();                       \
    return curl.name(handle, option, value); \
  }
CURL_VARIADIC_FUNCTIONS(DEFINE_VARIADIC)
