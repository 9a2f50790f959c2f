/* SPDX-License-Identifier: MIT
 *
 * sanitized.h - SANITIZED where a sanitizer watches: it looks for other faults than
 * a wrong verdict, and is ten times slower, so there less is done.
 */
#ifndef SANITIZED_H
#define SANITIZED_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define UNLESS_SANITIZED(much, little) (SANITIZED ? (little) : (much))

#endif
