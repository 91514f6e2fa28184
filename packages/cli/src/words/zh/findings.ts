/** The findings of `verify` in Chinese. */

import { instantText } from '../../output/instant.ts'
import type { FindingWords } from '../words.ts'
import { codecProblemsZh } from './codec-problems.ts'

export const findingsZh: FindingWords = {
  AlteredEvent: () => '事件或其链值与写入时不同',
  PositionGap: ({ expected, found }) => `应为位置 ${expected}，实为 ${found}：有事件缺失或被插入`,
  VersionOutOfOrder: ({ expected, found }) => `该流应为第 ${expected} 版，实为第 ${found} 版`,
  WrongPointer: ({ expected, found }) => `指向前一事件的位置应为 ${expected}，实为 ${found}`,
  ClockStep: ({ before, recordedAt }) => `记录时间由 ${instantText(before)} 倒退至 ${instantText(recordedAt)}`,
  WrongStreamHead: ({ stream, expectedVersion, foundVersion }) => `第 ${stream} 号流保存的末端应为第 ${expectedVersion} 版，实为第 ${foundVersion} 版`,
  WrongMark: ({ streamVersion, found }) => `第 ${streamVersion} 版所记位置为 ${found}`,
  MarksOfNothing: ({ count }) => `有 ${count} 处位置所记的版本并不存在`,
  UnusedName: ({ kind, name }) => `没有事件使用${kind === 'stream' ? '流' : '类型'} ${name}：有事件缺失，或多出内容`,
  WrongCategory: ({ stream }) => `${stream} 归入了其他类别`,
  AlteredSchema: ({ problem }) => `文件的表结构被改动：${problem}`,
  DamagedFile: ({ after, problem }) => `文件${after < 0 ? '' : `在位置 ${after} 之后`}损坏：${problem}`,
  PinnedHeadMissing: ({ pinned, found }) => `日志中没有另存的末端（${pinned.position}：${pinned.link}），实为 ${found.position}：${found.link}：已被截短或重写`,
  UndecodableFact: ({ problems }) => `事实无法解读：${codecProblemsZh(problems)}`,
  ForeignEvent: () => '事件并非由本系统写入',
  BrokenChain: ({ named, found }) => `链至 ${found}，而末端为 ${named}`,
}
